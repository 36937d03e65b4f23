import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { listModels as listOpenAIModels } from '@lmux/provider-openai/protocol';
import type { LlamaCppModelList } from './wire.js';

/** `GET /models`. */
export async function listModels(http: HttpClient, options?: CallOptions): Promise<LlamaCppModelList> {
  return listOpenAIModels(http, options) as Promise<LlamaCppModelList>;
}
