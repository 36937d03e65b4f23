import type { EmbeddingRequest, ProviderContext, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import { extraFields, mergeOptions } from '../encode/encode-options.js';
import { encodeEmbedOverflow } from '../encode/encode-overflow.js';
import type { OllamaOptions } from '../encode/wire.js';
import type { OllamaEmbedRequest } from './wire.js';

/**
 * Encodes an embedding request for `POST /api/embed`.
 *
 * @param loaded The options with which the model was loaded. The fields of `extra.options` override them.
 */
export function encodeEmbeddingRequest(
  request: WithModel<EmbeddingRequest>,
  config: Pick<ProviderContext['config'], 'contextOverflow'>,
  loaded?: OllamaOptions,
): OllamaEmbedRequest {
  return withoutUndefined({
    model: request.model,
    input: typeof request.input === 'string' ? request.input : [...request.input],
    dimensions: request.dimensions,
    keep_alive: request.ttlSeconds,
    ...encodeEmbedOverflow(request, config),
    options: mergeOptions(loaded, request.extra?.['options']),
    ...extraFields(request.extra),
  }) as OllamaEmbedRequest;
}
