import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './server/error-rules.js';
import { serverPath } from './server/server-path.js';

/** What a client of llama-server is made from. */
export interface LlamaCppApiOptions extends WireClientOptions {
  /** Where the server listens, with or without `/v1`. Default: `http://localhost:8080`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** Makes the HTTP client of a llama-server. Its paths begin before `/v1`, since the server's own routes are beside that. */
export function openHttp(options: LlamaCppApiOptions): WireHttp {
  return createHttpClient(options, {
    provider: 'llamacpp',
    defaultBaseUrl: 'http://localhost:8080',
    rootPath: serverPath,
    errorRules,
  });
}
