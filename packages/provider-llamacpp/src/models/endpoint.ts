import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { encodeId, readObject, readText } from '@lmux/core/provider/json';
import { SseJsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { OPENAI_PREFIX } from '../server/endpoint.js';
import { requestNative } from '../server/request-native.js';
import { ModelEventFormat } from './model-event-format.js';
import type { LlamaCppModelResponse, LlamaCppModelEvent, LlamaCppModelList, LlamaCppModelRequest } from './wire.js';

/** Call settings of requests that must not be sent twice. */
const ONCE = { safeToRetry: false } as const;

/** Requests a list of models and returns it without the entries that have no name. */
async function requestList(http: HttpClient, path: string, options?: CallOptions): Promise<LlamaCppModelList> {
  const call = { method: 'GET', path, options } as const;
  const list = await requestNative<LlamaCppModelList>(http, call, 'data', Array.isArray);
  return { ...list, data: list.data.filter((entry: unknown) => readText(readObject(entry)['id']) !== undefined) };
}

/** Sends `GET /v1/models`. */
export function listModels(http: HttpClient, options?: CallOptions): Promise<LlamaCppModelList> {
  return requestList(http, `${OPENAI_PREFIX}/models`, options);
}

/** Sends `GET /models`, which returns the same list. With `reload`, the router first reads its model sources again. */
export function listRouterModels(http: HttpClient, options?: CallOptions, reload = false): Promise<LlamaCppModelList> {
  return requestList(http, reload ? '/models?reload=1' : '/models', options);
}

/** Sends `POST /models/load`, which starts a load. */
export function loadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models/load', body, options, ...ONCE }, 'success');
}

/** Sends `POST /models/unload`, which starts an unload or cancels the download of the model. */
export function unloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models/unload', body, options }, 'success');
}

/** Sends `POST /models`, which starts a download. */
export function downloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models', body, options, ...ONCE }, 'success');
}

/** Sends `DELETE /models`, which deletes a downloaded model from the disk. It is never retried. */
export async function deleteModel(
  http: HttpClient,
  model: string,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  const path = `/models?model=${encodeId(model, 'model', 'query')}`;
  return requestNative(http, { method: 'DELETE', path, options, ...ONCE }, 'success');
}

/**
 * Sends `GET /models/sse` and emits the events of all models until it is canceled. It is not counted against `maxConcurrent`, because it is
 * open while other calls are in progress. `onOpen` is called when the response starts.
 */
export function modelEventsSource(
  http: HttpClient,
  options?: CallOptions,
  onOpen?: () => void,
): PushSource<LlamaCppModelEvent> {
  const call = { method: 'GET', path: '/models/sse', options, exemptFromConcurrency: true } as const;
  return http.requestStream<LlamaCppModelEvent>(call, (emit, context) => {
    onOpen?.();
    return new SseJsonDecoder(new ModelEventFormat(emit), context);
  });
}
