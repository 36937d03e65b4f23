import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';
import type { NativeApi } from './server/native-api.js';
import { resolveOllamaHost } from './server/resolve-ollama-host.js';

/** What a client of Ollama is made from. */
export interface OllamaApiOptions extends WireClientOptions {
  /**
   * Where the server listens, with or without `/v1` or `/api`. Default: what the environment's `OLLAMA_HOST` means, then
   * `http://localhost:11434`.
   */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** A server to talk to: one HTTP for both of its APIs. */
export interface OpenServer extends WireHttp {
  /** Ollama's own API. */
  readonly native: NativeApi;
  /** The path below which both APIs are; mostly empty. */
  readonly prefix: string;
}

/** The environment, where there is one: browsers have none. */
function ollamaHost(): string | undefined {
  return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.['OLLAMA_HOST'];
}

/** What people copy with the address, from the documentation of either API. */
const API_PATH = /\/*(?:\/api|\/v\d+)$/i;

/** Returns the path below which Ollama is, such as `/ollama` behind a proxy: the path of the base URL without `/v1` or `/api`. Mostly empty. */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}

/** Makes the HTTP client of Ollama. Its paths begin at the root of the server. */
export function openHttp(options: OllamaApiOptions): OpenServer {
  const wire = createHttpClient(options, {
    provider: 'ollama',
    defaultBaseUrl: resolveOllamaHost(ollamaHost()),
    rootPath: () => '',
    errorRules,
  });
  const prefix = serverPath(wire.baseUrl.path);
  return { ...wire, native: { http: wire.http, root: `${prefix}/api` }, prefix };
}
