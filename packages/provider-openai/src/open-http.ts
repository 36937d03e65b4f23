import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { apiRootPath } from './api-root-path.js';
import type { OpenAIOptions } from './openai-options.js';

/** What a client of OpenAI's format is made from. */
export interface OpenAIApiOptions extends WireClientOptions, Pick<OpenAIOptions, 'apiPath' | 'apiTokenHeader'> {
  /** Where the server listens, with or without `/v1`. Default: OpenAI itself. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** Makes the HTTP client of a server of OpenAI's format. Its paths begin where the routes begin. */
export function openHttp({ apiPath, apiTokenHeader, ...options }: OpenAIApiOptions): WireHttp {
  return createHttpClient(options, {
    provider: 'openai',
    defaultBaseUrl: 'https://api.openai.com/v1',
    rootPath: (path) => apiRootPath(path, apiPath),
    apiTokenHeader: apiTokenHeader?.toLowerCase(),
  });
}
