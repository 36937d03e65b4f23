import type { EngineFailure } from '../shared/engine/engine-failure.js';
import type { Model } from '../shared/models/model.js';
import { LlamaRefusal } from './llama-refusal.js';

/** The messages that llama-server sends when the process that runs the model fails. */
const MESSAGES: Readonly<Record<Exclude<EngineFailure, 'promptOverflow'>, string>> = {
  unloaded: 'proxy error: Could not establish connection',
  reloaded: 'proxy error: Could not establish connection',
  crash: 'proxy error: Could not establish connection',
  overflow: 'Context size has been exceeded.',
  template: 'the chat template raised an exception',
};

/** Returns the error that llama-server sends when its engine fails. */
export function engineRefusal(failure: EngineFailure, contextLength: number): LlamaRefusal {
  if (failure === 'promptOverflow') return promptOverflow(contextLength, contextLength + 1);
  return new LlamaRefusal(500, MESSAGES[failure]);
}

/** Returns the error for a prompt that is too long. */
function promptOverflow(contextLength: number, promptTokens: number): LlamaRefusal {
  const message = `request (${promptTokens} tokens) exceeds the available context size (${contextLength} tokens), try increasing it`;
  const extra = { type: 'exceed_context_size_error', n_prompt_tokens: promptTokens, n_ctx: contextLength };
  return new LlamaRefusal(400, message, extra);
}

/** Refuses a chat or completion of a model that only computes embeddings. */
export function checkGenerates({ type }: Model): void {
  if (type !== 'embedding') return;
  throw new LlamaRefusal(500, 'the current context does not support logits computation. skipping');
}

/** Refuses a prompt that does not fit. Returns the number of tokens left for the response. */
export function checkContext(contextLength: number, promptTokens: number): number {
  if (promptTokens < contextLength) return contextLength - promptTokens;
  throw promptOverflow(contextLength, promptTokens);
}
