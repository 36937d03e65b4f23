import type { EngineFailure } from '../shared/engine/engine-failure.js';
import { Refusal } from '../shared/http/refusal.js';

/** The errors with a fixed text. All have the status 400, so only the text distinguishes them. */
const TEXTS: Readonly<Record<Exclude<EngineFailure, 'promptOverflow' | 'template'>, string>> = {
  unloaded: 'Model unloaded.',
  reloaded: 'Model reloaded.',
  crash: 'The model has crashed, the engine gave no reason. (Exit code: 18446744072635812000)',
  overflow: `Context size has been exceeded. ${fromEngine({
    code: 500,
    message: 'Context size has been exceeded.',
    type: 'server_error',
  })}`,
};

/** Returns the error that LM Studio sends when its engine fails. */
export function engineRefusal(failure: EngineFailure, contextLength: number): Refusal {
  if (failure === 'promptOverflow') return promptOverflow(contextLength, contextLength + 1);
  if (failure === 'template') return templateRefusal('the template raised an exception');
  return new Refusal(400, TEXTS[failure]);
}

/** Returns the error for a prompt that is too long. */
export function promptOverflow(contextLength: number, promptTokens: number): Refusal {
  const error = {
    code: 400,
    message: `the prompt has ${promptTokens} tokens, the context ${contextLength}`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: promptTokens,
    n_ctx: contextLength,
  };
  return new Refusal(400, fromEngine(error));
}

/** Returns the error for messages that the chat template rejects. */
export function templateRefusal(reason: string): Refusal {
  const message = `Error rendering prompt with jinja template: "${reason}"`;
  return new Refusal(500, { message, type: 'internal_error', code: null, param: null });
}

/** Embeds the engine's own error, with its own code, as JSON in a string. */
function fromEngine(error: object): string {
  return `Error from the engine: ${JSON.stringify({ error })}`;
}
