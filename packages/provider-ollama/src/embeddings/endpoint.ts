import type { CallOptions } from '@lmux/core/provider';
import { requestNative, type CallSettings, type NativeApi } from '../server/native-api.js';
import type { OllamaEmbedRequest, OllamaEmbedResponse } from './wire.js';

/** Sends `POST /api/embed`. */
export function embed(
  api: NativeApi,
  body: OllamaEmbedRequest,
  options?: CallOptions,
  settings?: CallSettings,
): Promise<OllamaEmbedResponse> {
  const call = { ...settings, method: 'POST', path: '/embed', body, options } as const;
  return requestNative(api, call, 'embeddings', Array.isArray);
}
