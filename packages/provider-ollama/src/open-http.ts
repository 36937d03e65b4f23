import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './server/error-rules.js';
import type { NativeApi } from './server/native-api.js';
import { resolveOllamaHost } from './server/resolve-ollama-host.js';
import { resolveServer } from './server/resolve-server.js';

/** What a client of Ollama is made from. */
export interface OllamaApiOptions extends Omit<WireClientOptions, 'baseUrl'> {
  /**
   * Where the server listens, with or without `/v1` or `/api`. Default: what the environment's `OLLAMA_HOST` means, then
   * `http://localhost:11434`.
   */
  readonly baseUrl?: string | undefined;
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

/** Settles the options of a client. */
export function openHttp({ baseUrl = resolveOllamaHost(ollamaHost()), ...options }: OllamaApiOptions): OpenServer {
  const { base, prefix } = resolveServer(baseUrl);
  const wire = createHttpClient({ ...options, baseUrl: base }, { provider: 'ollama', errorRules });
  const { http } = wire;
  return { http, close: () => wire.close(), native: { http, root: `${prefix}/api` }, prefix };
}
