import { LmError, type CallOptions, type HttpClient, type JsonResponse } from '@lmux/core/provider';
import { isObject, readArray, readObject, readText } from '@lmux/core/provider/json';
import { isFlatError } from '@lmux/core/provider/streams';
import type { ModelList } from './wire.js';

/** A list of models, and the headers of its response. */
export interface ListResponse {
  readonly list: ModelList;
  readonly headers: JsonResponse['headers'];
}

/** Sends `GET /models` and returns the list with the headers of its response. `prefix` is put before the path. */
export async function requestModels(http: HttpClient, options?: CallOptions, prefix = ''): Promise<ListResponse> {
  const { body, headers, apiError } = await http.requestJson({ method: 'GET', path: `${prefix}/models`, options });
  if (isFlatError(body, 'data')) throw apiError(body);
  return { list: normalizeModelList(body), headers };
}

/** Sends `GET /models`. `prefix` is put before the path. */
export async function listModels(http: HttpClient, options?: CallOptions, prefix = ''): Promise<ModelList> {
  return (await requestModels(http, options, prefix)).list;
}

/** Normalizes a list of models: `{ data }`, `data: null` from a server without models, or a bare array. */
export function normalizeModelList(body: unknown): ModelList {
  const list: unknown = Array.isArray(body) ? { object: 'list', data: body } : body;
  if (!isObject(list) || !('data' in list) || (list.data !== null && !Array.isArray(list.data))) {
    throw new LmError(
      'unexpected_response',
      'The server returned JSON that is not a list of models. Check that "baseUrl" is the address of an OpenAI-compatible server.',
    );
  }
  const data = readArray(list.data).filter((entry) => readText(readObject(entry).id) !== undefined);
  return { ...list, data } as unknown as ModelList;
}
