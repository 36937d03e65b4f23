import { LmError, type CallOptions, type HttpClient, type IncomingJson } from '@lmux/core/provider';
import type { ModelList } from './wire.js';

/** `GET /models`. `prefix` goes before the path. */
export async function listModels(http: HttpClient, options?: CallOptions, prefix = ''): Promise<ModelList> {
  const answer = await http.requestJson({ method: 'GET', path: `${prefix}/models`, options });
  return normaliseModelList(answer.body);
}

/** A list of models in any of its forms: `{ data }`, `data: null` of a server without models, a bare array. */
export function normaliseModelList(body: IncomingJson): ModelList {
  const list: IncomingJson = Array.isArray(body) ? { object: 'list', data: body } : body;
  if (
    typeof list !== 'object' ||
    list === null ||
    !('data' in list) ||
    (list.data !== null && !Array.isArray(list.data))
  ) {
    throw new LmError(
      'unexpected_response',
      'The server answered with JSON that is no list of models. Check that baseUrl leads to the API.',
    );
  }
  const data = (list.data ?? []).filter((entry: IncomingJson) => typeof entry?.id === 'string' && entry.id !== '');
  return { ...list, data };
}
