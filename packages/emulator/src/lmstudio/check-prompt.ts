import { Refusal } from '../shared/http/refusal.js';

/** Refuses a prompt that does not fit; gives the number of tokens left for the answer. */
export function checkContext(contextLength: number, promptTokens: number): number {
  const room = contextLength - promptTokens;
  if (room > 0) return room;
  throw promptOverflow(contextLength, promptTokens);
}

/** The refusal of a prompt that is too long: the engine's own error, with its own code, as text inside a string. */
export function promptOverflow(contextLength: number, promptTokens: number): Refusal {
  const engine = {
    error: {
      code: 400,
      message: `the prompt has ${promptTokens} tokens, the context ${contextLength}`,
      type: 'exceed_context_size_error',
      n_prompt_tokens: promptTokens,
      n_ctx: contextLength,
    },
  };
  return new Refusal(400, `Error from the engine: ${JSON.stringify(engine)}`);
}
