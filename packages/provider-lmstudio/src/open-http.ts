import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './server/error-rules.js';
import { ErrorExplainer } from './server/explain-errors.js';
import type { NativeApi } from './server/native-api.js';
import { LMSTUDIO_BASE_URL, resolveServer } from './server/resolve-server.js';

/** What a client of LM Studio is made from. */
export interface LmStudioApiOptions extends Omit<WireClientOptions, 'baseUrl'> {
  /** Where the server listens, with or without `/v1` or `/api/v1`. Default: `http://localhost:1234`. */
  readonly baseUrl?: string | undefined;
}

/** A server to talk to: one HTTP for both of its APIs. */
export interface OpenServer extends WireHttp {
  /** LM Studio's own API. */
  readonly native: NativeApi;
  /** The path below which both APIs are; mostly empty. */
  readonly prefix: string;
  readonly errors: ErrorExplainer;
}

/** Settles the options of a client. */
export function openHttp({ baseUrl = LMSTUDIO_BASE_URL, ...options }: LmStudioApiOptions): OpenServer {
  const { base, prefix } = resolveServer(baseUrl);
  const wire = createHttpClient({ ...options, baseUrl: base }, { provider: 'lmstudio', errorRules });
  const { http } = wire;
  return {
    http,
    close: () => wire.close(),
    native: { http, root: `${prefix}/api/v1` },
    prefix,
    errors: new ErrorExplainer({ http, base, prefix }),
  };
}
