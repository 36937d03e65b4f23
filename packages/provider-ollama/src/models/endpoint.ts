import type { CallOptions } from '@lmux/core/provider';
import { isObject, type ObjectResponse } from '@lmux/core/provider/json';
import { requestNative, requestNativeResponse, type NativeApi } from '../server/native-api.js';
import type {
  OllamaDeleteRequest,
  OllamaModelList,
  OllamaRunningList,
  OllamaShowRequest,
  OllamaShowResponse,
} from './wire.js';

function isListOrNull(models: unknown): boolean {
  return models === null || Array.isArray(models);
}

/** `GET /api/tags`: what is installed. Of a server without models some say null. */
export async function list(api: NativeApi, options?: CallOptions): Promise<OllamaModelList> {
  const call = { method: 'GET', path: '/tags', options } as const;
  const body = await requestNative<OllamaModelList | { models: null }>(api, call, 'models', isListOrNull);
  return body.models === null ? { ...body, models: [] } : body;
}

/** What runs, and the server's own time, which the ends of the models refer to. */
export interface RunningResponse extends Pick<ObjectResponse, 'headers'> {
  readonly body: OllamaRunningList;
}

/** `GET /api/ps` with the response's headers. */
export async function running(api: NativeApi, options?: CallOptions): Promise<RunningResponse> {
  const call = { method: 'GET', path: '/ps', options } as const;
  const { body, headers } = await requestNativeResponse(api, call, 'models', Array.isArray);
  return { body: body as unknown as OllamaRunningList, headers };
}

/** `POST /api/show`: all about one model. */
export function show(api: NativeApi, body: OllamaShowRequest, options?: CallOptions): Promise<OllamaShowResponse> {
  return requestNative(api, { method: 'POST', path: '/show', body, options }, 'details', isObject);
}

/** `DELETE /api/delete`. The response is an empty body. */
export async function deleteModel(
  { http, root }: NativeApi,
  body: OllamaDeleteRequest,
  options?: CallOptions,
): Promise<void> {
  const source = http.requestStream<never>(
    { method: 'DELETE', path: `${root}/delete`, body, options, safeToRetry: false },
    () => ({
      done: false,
      values: 0,
      stop: () => {},
      push: () => {},
      end: () => {},
    }),
  );
  await new Promise<void>((resolve, reject) => {
    source.subscribe({ next: () => {}, error: reject, complete: resolve });
  });
}

/** `GET /api/version`. */
export function version(api: NativeApi, options?: CallOptions): Promise<{ version: string }> {
  const call = { method: 'GET', path: '/version', options } as const;
  return requestNative(api, call, 'version', (value) => typeof value === 'string');
}
