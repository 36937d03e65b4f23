import type { EmbeddingRequest, EmbeddingResponse, IncomingJson, Warning, WithModel } from '@lmux/core/provider';
import { decodeUsage } from '../decode/decode-usage.js';
import { decodeEmbeddings } from './decode-embeddings.js';

/** An answer with vectors in the contract's words, held against the request. */
export function decodeEmbeddingResponse(
  body: IncomingJson,
  request: WithModel<EmbeddingRequest>,
  warnings: readonly Warning[],
): EmbeddingResponse {
  const { input, dimensions, model } = request;
  const usage = decodeUsage(body);
  return {
    embeddings: decodeEmbeddings(body, { count: typeof input === 'string' ? 1 : input.length, dimensions }),
    model: typeof body?.model === 'string' && body.model !== '' ? body.model : model,
    ...(usage === undefined ? {} : { usage }),
    warnings: [...warnings],
    raw: body,
  };
}
