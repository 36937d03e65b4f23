import type { EngineFailure } from '../shared/engine/engine-failure.js';
import { LlamaRefusal } from './llama-refusal.js';

/** What llama-server answers when the process that runs the model fails. */
export function llamaEngineRefusal(failure: EngineFailure, contextLength: number): LlamaRefusal {
  switch (failure) {
    case 'unloaded':
    case 'reloaded':
    case 'crash':
      return new LlamaRefusal(500, 'proxy error: Could not establish connection');
    case 'promptOverflow':
      return promptOverflow(contextLength, contextLength + 1);
    case 'overflow':
      return new LlamaRefusal(500, 'Context size has been exceeded.');
    case 'template':
      return new LlamaRefusal(500, 'the chat template raised an exception');
    default:
      return failure satisfies never;
  }
}

/** The refusal of a prompt that is too long. */
function promptOverflow(contextLength: number, promptTokens: number): LlamaRefusal {
  const message = `request (${promptTokens} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  const extra = { type: 'exceed_context_size_error', n_prompt_tokens: promptTokens, n_ctx: contextLength };
  return new LlamaRefusal(400, message, extra);
}

/** Refuses a prompt that does not fit; gives the number of tokens left for the answer. */
export function checkRoom(contextLength: number, promptTokens: number): number {
  if (promptTokens < contextLength) return contextLength - promptTokens;
  throw promptOverflow(contextLength, promptTokens);
}
