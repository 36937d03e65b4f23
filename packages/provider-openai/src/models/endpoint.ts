import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { normaliseModelList } from './normalise-model-list.js';
import type { ModelList } from './wire.js';

/** `GET /models`. `prefix` goes before the path. */
export async function listModels(http: HttpClient, options?: CallOptions, prefix = ''): Promise<ModelList> {
  const answer = await http.requestJson({ method: 'GET', path: `${prefix}/models`, options });
  return normaliseModelList(answer.body);
}
