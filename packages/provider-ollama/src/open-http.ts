import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';
import { schemaHint } from './errors/schema-hint.js';
import type { NativeApi } from './server/native-api.js';
import { resolveOllamaHost } from './server/resolve-ollama-host.js';
import { corsHint } from './cors-hint.js';

/** Options of `OllamaApi`. */
export interface OllamaApiOptions extends WireClientOptions {
  /**
   * Address of the server, with or without `/v1`, `/api` or an endpoint of these. Default: the value of the environment variable `OLLAMA_HOST`, or
   * `http://localhost:11434` if that is unset.
   */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** An open HTTP client for both APIs of a server. */
export interface OpenServer extends WireHttp {
  /** Ollama's own API. */
  readonly native: NativeApi;
  /** The path prefix of both APIs, which is usually empty. */
  readonly prefix: string;
}

/** Reads `OLLAMA_HOST` from the environment, which browsers do not have. */
function ollamaHost(): string | undefined {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.['OLLAMA_HOST'];
}

/** Returns the address of the server if none is configured. */
export function defaultBaseUrl(): string {
  return resolveOllamaHost(ollamaHost());
}

/**
 * Matches the API path that is often copied with the address from the documentation of either API, with or without an endpoint.
 * Linear, because a match cannot begin within a run of slashes.
 */
const API_PATH =
  /(?<!\/)\/*(?:\/chat\/completions|\/api(?:\/(?:chat|generate|embed|embeddings|tags|show|ps|pull|version))?|\/v\d+(?:\/(?:chat(?:\/completions)?|completions|embeddings|models|responses|messages))?)$/i;

/** Returns the path prefix of Ollama, such as `/ollama` behind a proxy: the path of the base URL without `/v1`, `/api` or an endpoint of these. */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}

/** Creates the HTTP client for Ollama. Its paths begin at the root of the server. */
export function openHttp(options: OllamaApiOptions): OpenServer {
  const wire = createHttpClient(options, {
    provider: 'ollama',
    defaultBaseUrl: defaultBaseUrl(),
    rootPath: () => '',
    errorRules,
    errorHints: {
      invalid_request: schemaHint,
      context_overflow:
        'Shorten the input, or set a larger "contextLength". For chats, "contextOverflow" can be "trim", which leaves out the oldest turns.',
      model_not_found:
        'Check the name at ollama.com/library, and download the model with "ollama pull NAME" or models.download().',
    },
    startHint: () =>
      'Start Ollama with "ollama serve" or its app, or set "baseUrl" to its address (default port: 11434).',
    corsHint,
  });
  const prefix = serverPath(wire.baseUrl.path);
  return { ...wire, native: { http: wire.http, root: `${prefix}/api` }, prefix };
}
