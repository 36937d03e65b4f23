import { Refusal } from '../http/refusal.js';
import type { Model } from '../model/model.js';

/** Refuses a prompt that does not fit; gives the number of tokens left for the answer. */
export function checkContext(model: Model, promptTokens: number): number {
  const room = model.contextLength - promptTokens;
  if (room > 0) return room;
  // The engine's own error, with its own code, arrives as text inside the string.
  const engine = {
    error: {
      code: 400,
      message: `the prompt has ${promptTokens} tokens, the context ${model.contextLength}`,
      type: 'exceed_context_size_error',
      n_prompt_tokens: promptTokens,
      n_ctx: model.contextLength,
    },
  };
  throw new Refusal(400, `Error from the engine: ${JSON.stringify(engine)}`);
}
