import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';

/** Options of `LlamaCppApi`. */
export interface LlamaCppApiOptions extends WireClientOptions {
  /** Address of the server, with or without `/v1` or an endpoint. Default: `http://localhost:8080`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/**
 * Matches the API path that users copy together with the address, with or without an endpoint, and endpoints without `/v1`. Linear, because a
 * match cannot begin within a run of slashes.
 */
const API_PATH =
  /(?<!\/)\/*(?:\/v1(?:\/(?:chat(?:\/completions)?|completions|embeddings|models|responses|messages|health))?|\/(?:chat\/completions|completions?|infill|health|props|slots|metrics))$/i;

/**
 * Returns the path prefix of all routes of a server, OpenAI-compatible (`/v1/...`) or not: the path of the base URL without `/v1` or an
 * endpoint.
 */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}

/** Creates the HTTP client for a llama-server. Its paths include `/v1`, because the server's own routes are not below it. */
export function openHttp(options: LlamaCppApiOptions): WireHttp {
  return createHttpClient(options, {
    provider: 'llamacpp',
    defaultBaseUrl: 'http://localhost:8080',
    rootPath: serverPath,
    errorRules,
    startHint: (origin) =>
      `Start the server with "llama-server --port ${new URL(origin).port || '80'} -m FILE", or set "baseUrl" to its address (default port: 8080).`,
    // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    corsHint: (origin) =>
      `add "--cors-origins ${origin}" to the command of llama-server, if that has --cors-origins or --tools. Without them, it allows every origin.`,
  });
}
