import { isLmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { countTokens } from '../server/endpoint.js';

/** The settings of a count. */
export interface CountCall {
  readonly options: CallOptions;
  /** True if the router may load the model. */
  readonly load: boolean;
}

/**
 * Counts the input tokens of an encoded chat. Returns `undefined` if the model is not loaded and must not be loaded, or is still being loaded. No
 * further request determines that: a router rejects the count with `autoload=false`. A sleeping model is running, and the server wakes it.
 */
export async function countInputTokens(
  http: HttpClient,
  body: ChatCompletionRequest,
  { options, load }: CountCall,
): Promise<number | undefined> {
  try {
    const { input_tokens: counted } = await countTokens(http, body, options, load ? undefined : false);
    return counted;
  } catch (error) {
    if (isNotLoaded(error) || (!load && isLoading(error))) return undefined;
    throw error;
  }
}

/** Returns true for the rejection of a router that has the model, but does not load it. */
function isNotLoaded(error: unknown): boolean {
  return isLmError(error, 'model_not_found') && /model is not loaded/i.test(error.message);
}

/**
 * Returns true for a model that is still being loaded. With `autoload=false`, the router does not wait for it: it forwards the request to a process
 * that responds with 503, or that does not listen yet, for which it responds with 500 itself (verified with b11434). Chats wait.
 */
function isLoading(error: unknown): boolean {
  if (isLmError(error, 'model_loading')) return true;
  return isLmError(error, 'server_error') && /proxy error: could not establish connection/i.test(error.message);
}
