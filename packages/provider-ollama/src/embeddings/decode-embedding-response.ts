import type { EmbeddingRequest, EmbeddingResponse, Warning, WithModel } from '@lmux/core/provider';
import { readText } from '@lmux/core/provider/json';
import { decodeEmbeddings, withoutUndefined } from '@lmux/provider-openai/protocol';
import { decodeUsage } from '../decode/decode-stats.js';
import type { OllamaEmbedResponse } from './wire.js';

/** Decodes the vectors. Throws if there is not one for each text, since Ollama omits the vector of an empty text. */
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
