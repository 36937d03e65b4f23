import type { CallOptions } from '@lmux/core/provider';
import { requestWith, type NativeApi } from '../server/native-api.js';
import type { GenerateSettings } from '../completions/endpoint.js';
import type { OllamaEmbedRequest, OllamaEmbedResponse } from '../wire.js';

/** `POST /api/embed`. */
export function embed(
  { http, root }: NativeApi,
  body: OllamaEmbedRequest,
  options?: CallOptions,
  settings: GenerateSettings = {},
): Promise<OllamaEmbedResponse> {
  return requestWith(
    http,
    { method: 'POST', path: `${root}/embed`, body, options, ...settings },
    'embeddings',
    Array.isArray,
  );
}
