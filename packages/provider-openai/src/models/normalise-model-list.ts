import { LmError, type IncomingJson } from '@lmux/core/provider';
import type { ModelList } from './wire.js';

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
