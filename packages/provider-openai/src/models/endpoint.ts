import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { isObject, readArray, readObject, readText } from '@lmux/core/provider/json';
import type { ModelList } from './wire.js';

/** `GET /models`. `prefix` goes before the path. */
export async function listModels(http: HttpClient, options?: CallOptions, prefix = ''): Promise<ModelList> {
  const { body } = await http.requestJson({ method: 'GET', path: `${prefix}/models`, options });
  return normalizeModelList(body);
}

/** A list of models in any of its forms: `{ data }`, `data: null` of a server without models, a bare array. */
export function normalizeModelList(body: unknown): ModelList {
  const list: unknown = Array.isArray(body) ? { object: 'list', data: body } : body;
  if (!isObject(list) || !('data' in list) || (list.data !== null && !Array.isArray(list.data))) {
    throw new LmError(
      'unexpected_response',
      'The server answered with JSON that is no list of models. Check that baseUrl leads to the API.',
    );
  }
  const data = readArray(list.data).filter((entry) => readText(readObject(entry).id) !== undefined);
  return { ...list, data } as unknown as ModelList;
}
