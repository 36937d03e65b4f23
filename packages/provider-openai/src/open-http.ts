import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import type { OpenAIOptions } from './openai-options.js';
import { resolveApiRoot } from './resolve-api-root.js';

/** Where OpenAI itself listens: the server where nothing else is set. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** What a client of OpenAI's format is made from. */
export interface OpenAIApiOptions
  extends Omit<WireClientOptions, 'baseUrl'>, Pick<OpenAIOptions, 'apiPath' | 'apiTokenHeader'> {
  /** Where the server listens, with or without `/v1`. Default: OpenAI itself. */
  readonly baseUrl?: string | undefined;
}

/** Settles the options of a client: its HTTP begins where the routes begin. */
export function openHttp({
  baseUrl = OPENAI_BASE_URL,
  apiPath,
  apiTokenHeader,
  ...options
}: OpenAIApiOptions): WireHttp {
  const own = { provider: 'openai', apiTokenHeader: apiTokenHeader?.toLowerCase() };
  return createHttpClient({ ...options, baseUrl: resolveApiRoot(baseUrl, apiPath) }, own);
}
