import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './server/error-rules.js';
import { LLAMACPP_BASE_URL, resolveServer } from './server/resolve-server.js';

/** What a client of llama-server is made from. */
export interface LlamaCppApiOptions extends Omit<WireClientOptions, 'baseUrl'> {
  /** Where the server listens, with or without `/v1`. Default: `http://localhost:8080`. */
  readonly baseUrl?: string | undefined;
}

/** Settles the options of a client: its HTTP begins before `/v1`, since the server's own routes are beside that. */
export function openHttp({ baseUrl = LLAMACPP_BASE_URL, ...options }: LlamaCppApiOptions): WireHttp {
  return createHttpClient({ ...options, baseUrl: resolveServer(baseUrl) }, { provider: 'llamacpp', errorRules });
}
