import type { EmbeddingRequest, EmbeddingResponse, Warning, WithModel } from '@lmux/core/provider';
import { readText } from '@lmux/core/provider/json';
import { decodeEmbeddings, withoutUndefined } from '@lmux/provider-openai/protocol';
import { decodeUsage } from '../decode/decode-stats.js';
import type { OllamaEmbedResponse } from './wire.js';

/** Vectors in the contract's words, one for each text or an error: Ollama leaves one out where it has none. */
export function decodeEmbeddingResponse(
  response: OllamaEmbedResponse,
  request: WithModel<EmbeddingRequest>,
  warnings: readonly Warning[],
): EmbeddingResponse {
  const count = typeof request.input === 'string' ? 1 : request.input.length;
  const data = response.embeddings.map((embedding, index) => ({ index, embedding }));
  return {
    embeddings: decodeEmbeddings({ data }, { count, dimensions: request.dimensions }),
    model: readText(response.model) ?? request.model,
    ...withoutUndefined({ usage: decodeUsage(response) }),
    warnings: [...warnings],
    raw: response,
  };
}
