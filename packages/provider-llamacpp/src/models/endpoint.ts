import type { CallOptions, HttpClient, IncomingJson } from '@lmux/core/provider';
import { SseJsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { OPENAI_PREFIX } from '../server/endpoint.js';
import { requestWith } from '../server/request-with.js';
import { ModelEventFormat } from './model-event-format.js';
import type { LlamaCppModelAnswer, LlamaCppModelEvent, LlamaCppModelList, LlamaCppModelRequest } from './wire.js';

/** What must never be sent twice. */
const ONCE = { safeToRetry: false } as const;

function isList(body: IncomingJson): boolean {
  return Array.isArray(body.data);
}

function isAnswer(body: IncomingJson): boolean {
  return 'success' in body;
}

function named(list: LlamaCppModelList): LlamaCppModelList {
  return { ...list, data: list.data.filter((entry: IncomingJson) => typeof entry?.id === 'string' && entry.id !== '') };
}

/** `GET /v1/models`. */
export async function listModels(http: HttpClient, options?: CallOptions): Promise<LlamaCppModelList> {
  return named(await requestWith(http, { method: 'GET', path: `${OPENAI_PREFIX}/models`, options }, isList));
}

/** `GET /models`, the same; with `reload` the router looks first what there is. */
export async function lookAtModels(
  http: HttpClient,
  options?: CallOptions,
  reload = false,
): Promise<LlamaCppModelList> {
  const path = reload ? '/models?reload=1' : '/models';
  return named(await requestWith(http, { method: 'GET', path, options }, isList));
}

/** `POST /models/load`: begins it. */
export function loadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelAnswer> {
  return requestWith(http, { method: 'POST', path: '/models/load', body, options, ...ONCE }, isAnswer);
}

/** `POST /models/unload`: begins it; of a model that is being downloaded, ends that. */
export function unloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelAnswer> {
  return requestWith(http, { method: 'POST', path: '/models/unload', body, options }, isAnswer);
}

/** `POST /models`: begins a download. */
export function downloadModel(
  http: HttpClient,
  body: LlamaCppModelRequest,
  options?: CallOptions,
): Promise<LlamaCppModelAnswer> {
  return requestWith(http, { method: 'POST', path: '/models', body, options, ...ONCE }, isAnswer);
}

/** `DELETE /models`: takes a downloaded model from the disk. */
export function deleteModel(http: HttpClient, model: string, options?: CallOptions): Promise<LlamaCppModelAnswer> {
  const path = `/models?model=${encodeURIComponent(model)}`;
  return requestWith(http, { method: 'DELETE', path, options }, isAnswer);
}

/**
 * `GET /models/sse`: what happens to all models until it is left. It takes no place of `maxConcurrent`, since it is listened to while
 * other calls work. `opened` is called when the server begins to tell.
 */
export function modelEventsSource(
  http: HttpClient,
  options?: CallOptions,
  opened?: () => void,
): PushSource<LlamaCppModelEvent> {
  const call = { method: 'GET', path: '/models/sse', options, exemptFromConcurrency: true } as const;
  return http.requestStream<LlamaCppModelEvent>(call, (emit, context) => {
    opened?.();
    return new SseJsonDecoder(new ModelEventFormat(emit), context);
  });
}
