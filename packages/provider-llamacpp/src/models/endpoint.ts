import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { readObject, readText } from '@lmux/core/provider/json';
import { SseJsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { OPENAI_PREFIX } from '../server/endpoint.js';
import { requestNative } from '../server/request-native.js';
import { ModelEventFormat } from './model-event-format.js';
import type { LlamaCppModelResponse, LlamaCppModelEvent, LlamaCppModelList, LlamaCppModelRequest } from './wire.js';

/** What must never be sent twice. */
const ONCE = { safeToRetry: false } as const;

/** Requests a list of models and returns it without the entries that have no name. */
async function requestList(http: HttpClient, path: string, options?: CallOptions): Promise<LlamaCppModelList> {
  const call = { method: 'GET', path, options } as const;
  const list = await requestNative<LlamaCppModelList>(http, call, 'data', Array.isArray);
  return { ...list, data: list.data.filter((entry: unknown) => readText(readObject(entry)['id']) !== undefined) };
}

/** `GET /v1/models`. */
export function listModels(http: HttpClient, options?: CallOptions): Promise<LlamaCppModelList> {
  return requestList(http, `${OPENAI_PREFIX}/models`, options);
}

/** `GET /models`, the same; with `reload` the router searches its folders first. */
export function listRouterModels(http: HttpClient, options?: CallOptions, reload = false): Promise<LlamaCppModelList> {
  return requestList(http, reload ? '/models?reload=1' : '/models', options);
}

/** `POST /models/load`: begins it. */
export function loadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models/load', body, options, ...ONCE }, 'success');
}

/** `POST /models/unload`: begins it; of a model that is being downloaded, ends that. */
export function unloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models/unload', body, options }, 'success');
}

/** `POST /models`: begins a download. */
export function downloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelResponse> {
  return requestNative(http, { method: 'POST', path: '/models', body, options, ...ONCE }, 'success');
}

/** `DELETE /models`: takes a downloaded model from the disk. */
export function deleteModel(http: HttpClient, model: string, options?: CallOptions): Promise<LlamaCppModelResponse> {
  const path = `/models?model=${encodeURIComponent(model)}`;
  return requestNative(http, { method: 'DELETE', path, options }, 'success');
}

/**
 * `GET /models/sse`: what happens to all models until it is canceled. It is not counted against `maxConcurrent`, since it is open while
 * other calls work. `onOpen` is called when the response begins.
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
