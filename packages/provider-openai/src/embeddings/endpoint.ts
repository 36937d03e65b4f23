import type { CallOptions, HttpClient } from '@lmux/core/provider';
import type { EmbeddingsRequest, EmbeddingsResponse } from './wire.js';

/** `POST /embeddings`: the response as the server sends it. `prefix` goes before the path. */
export async function embeddings(
  http: HttpClient,
  request: EmbeddingsRequest,
  options?: CallOptions,
  prefix = '',
): Promise<EmbeddingsResponse> {
  const { body } = await http.requestJson({ method: 'POST', path: `${prefix}/embeddings`, body: request, options });
  return body as EmbeddingsResponse;
}
