import type { CompletionRequest, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeOptions, extraFields } from '../encode/encode-options.js';
import type { OllamaGenerateRequest } from './wire.js';

/**
 * A completion in the wire's words. `raw`, since a completion is without the chat template, which Ollama would put around the prompt; but
 * not with a suffix, which only the template puts in its place.
 */
export function encodeCompletionRequest(request: WithModel<CompletionRequest>): OllamaGenerateRequest {
  return withoutUndefined({
    model: request.model,
    prompt: request.prompt,
    suffix: request.suffix,
    raw: request.suffix === undefined ? true : undefined,
    options: encodeOptions(request),
    keep_alive: request.ttlSeconds,
    ...extraFields(request.extra),
  }) as OllamaGenerateRequest;
}
