import type { CallOptions, HttpClient } from '@lmux/core/provider';
import type { EmbeddingsRequest, EmbeddingsResponse } from './wire.js';

/** Sends `POST /embeddings` and returns the response as the server sent it. `prefix` is put before the path. */
export async function embeddings(
  http: HttpClient,
  request: EmbeddingsRequest,
  options?: CallOptions,
  prefix = '',
): Promise<EmbeddingsResponse> {
  const { body } = await http.requestJson({ method: 'POST', path: `${prefix}/embeddings`, body: request, options });
  return body as EmbeddingsResponse;
}
