import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { isFlatError } from '@lmux/core/provider/streams';
import type { EmbeddingsRequest, EmbeddingsResponse } from './wire.js';

/** Sends `POST /embeddings` and returns the response as the server sent it. `prefix` is put before the path. */
export async function embeddings(
  http: HttpClient,
  request: EmbeddingsRequest,
  options?: CallOptions,
  prefix = '',
): Promise<EmbeddingsResponse> {
  const call = { method: 'POST', path: `${prefix}/embeddings`, body: request, options } as const;
  const { body, apiError } = await http.requestJson(call);
  if (isFlatError(body, 'data')) throw apiError(body);
  return body as EmbeddingsResponse;
}
