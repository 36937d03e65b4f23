import type { CallOptions } from '@lmux/core/provider';
import { isObject, type ObjectResponse } from '@lmux/core/provider/json';
import { requestNative, requestNativeResponse, type CallSettings, type NativeApi } from '../server/native-api.js';
import type { OllamaModelList, OllamaRunningList, OllamaShowRequest, OllamaShowResponse } from './wire.js';

function isListOrNull(models: unknown): boolean {
  return models === null || Array.isArray(models);
}

/** Sends `GET /api/tags` and returns the installed models. Some versions send `null` instead of an empty list. */
export async function list(api: NativeApi, options?: CallOptions): Promise<OllamaModelList> {
  const call = { method: 'GET', path: '/tags', options } as const;
  const body = await requestNative<OllamaModelList | { models: null }>(api, call, 'models', isListOrNull);
  return body.models === null ? { ...body, models: [] } : body;
}

/** The loaded models with the response headers. The `date` header has the server's time, to which `expires_at` refers. */
export interface RunningResponse extends Pick<ObjectResponse, 'headers'> {
  readonly body: OllamaRunningList;
}

/** Sends `GET /api/ps` and returns the loaded models with the response headers. */
export async function running(api: NativeApi, options?: CallOptions): Promise<RunningResponse> {
  const call = { method: 'GET', path: '/ps', options } as const;
  const { body, headers } = await requestNativeResponse(api, call, 'models', Array.isArray);
  return { body: body as unknown as OllamaRunningList, headers };
}

/** Sends `POST /api/show` and returns the details of one model. */
export function show(api: NativeApi, body: OllamaShowRequest, options?: CallOptions): Promise<OllamaShowResponse> {
  return requestNative(api, { method: 'POST', path: '/show', body, options }, 'details', isObject);
}

/** Sends `GET /api/version`. */
export function version(api: NativeApi, options?: CallOptions, settings?: CallSettings): Promise<{ version: string }> {
  const call = { ...settings, method: 'GET', path: '/version', options } as const;
  return requestNative(api, call, 'version', (value) => typeof value === 'string');
}
