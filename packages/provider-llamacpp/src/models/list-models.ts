import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { optionalResult, readPositive } from '@lmux/core/provider/json';
import { props } from '../server/endpoint.js';
import { contextLengthOf } from './context-length.js';
import { listModels } from './endpoint.js';
import type { LlamaCppModel, LlamaCppModelList } from './wire.js';

/** True for the model of a server without a router whose build does not report the context length in its list. */
function lacksContext(entry: LlamaCppModel): boolean {
  return entry.status === undefined && contextLengthOf(entry) === undefined;
}

/**
 * Requests the list of models. For the model of a server without a router, the context length is requested from `GET /props` if the list
 * does not contain it, as in builds before `meta.n_ctx`. It is the length of one slot there too (ggml-org/llama.cpp pull request 10704).
 */
export async function listWithContext(http: HttpClient, options: CallOptions): Promise<LlamaCppModelList> {
  const list = await listModels(http, options);
  if (!list.data.some(lacksContext)) return list;
  const found = await optionalResult(props(http, undefined, options));
  const context = readPositive(found?.default_generation_settings?.n_ctx);
  if (context === undefined) return list;
  const complete = (entry: LlamaCppModel): LlamaCppModel =>
    lacksContext(entry) ? { ...entry, meta: { ...entry.meta, n_ctx: context } } : entry;
  return { ...list, data: list.data.map(complete) };
}
