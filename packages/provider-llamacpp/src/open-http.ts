import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';

/** What a client of llama-server is made from. */
export interface LlamaCppApiOptions extends WireClientOptions {
  /** Where the server listens, with or without `/v1`. Default: `http://localhost:8080`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** Returns the path below which all routes of a server are, those of OpenAI's format (`/v1/...`) and its own: the path of the base URL without `/v1`. */
export function serverPath(path: string): string {
  return path.replace(/\/*\/v1$/i, '');
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
