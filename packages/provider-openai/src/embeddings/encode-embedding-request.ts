import type { EmbeddingRequest, WithModel } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { EmbeddingsRequest } from './wire.js';

/**
 * Encodes an embedding request. `encoding_format` is not set, because many servers ignore it and some reject it. The decoder accepts both
 * forms.
 */
export function encodeEmbeddingRequest(request: WithModel<EmbeddingRequest>, dialect: Dialect): EmbeddingsRequest {
  return withoutUndefined({
    model: request.model,
    input: typeof request.input === 'string' ? request.input : [...request.input],
    dimensions: request.dimensions,
    ttl: dialect.ttl ? request.ttlSeconds : undefined,
    ...request.extra,
  }) as EmbeddingsRequest;
}
