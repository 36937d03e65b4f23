import type { EmbeddingRequest, WithModel } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { EmbeddingsRequest } from './wire.js';

/**
 * Texts to embed, in the wire's words. No `encoding_format`: many servers ignore it, some refuse it, and the response is read
 * by what arrives.
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
