import type { EmbeddingRequest, WithModel } from '@lmux/core/provider';
import { withoutUndefined } from '@lmux/provider-openai/protocol';
import type { OllamaEmbedRequest } from './wire.js';

/** Encodes an embedding request for `POST /api/embed`. */
export function encodeEmbeddingRequest(request: WithModel<EmbeddingRequest>): OllamaEmbedRequest {
  return withoutUndefined({
    model: request.model,
    input: typeof request.input === 'string' ? request.input : [...request.input],
    dimensions: request.dimensions,
    keep_alive: request.ttlSeconds,
    ...request.extra,
  }) as OllamaEmbedRequest;
}
