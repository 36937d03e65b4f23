import type { CompletionRequest, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { encodeOptions, extraFields } from '../encode/encode-options.js';
import { encodeOverflow } from '../encode/encode-overflow.js';
import type { OllamaOptions } from '../encode/wire.js';
import type { OllamaGenerateRequest } from './wire.js';

/**
 * Encodes a completion for `POST /api/generate`. It is sent as `raw`, because Ollama would otherwise apply the chat template to the prompt.
 * With a suffix it is not `raw`, because it is the template that places the suffix.
 *
 * @param loaded The options with which the model was loaded.
 */
export function encodeCompletionRequest(
  request: WithModel<CompletionRequest>,
  loaded?: OllamaOptions,
): OllamaGenerateRequest {
  return withoutUndefined({
    model: request.model,
    prompt: request.prompt,
    suffix: request.suffix,
    raw: request.suffix === undefined ? true : undefined,
    options: encodeOptions(request, loaded),
    keep_alive: request.ttlSeconds,
    ...encodeOverflow(request),
    ...extraFields(request.extra),
  }) as OllamaGenerateRequest;
}
