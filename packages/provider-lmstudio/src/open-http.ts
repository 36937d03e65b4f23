import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';
import { ErrorExplainer } from './errors/explain-errors.js';
import type { NativeApi } from './server/native-api.js';

/** What a client of LM Studio is made from. */
export interface LmStudioApiOptions extends WireClientOptions {
  /** Where the server listens, with or without `/v1` or `/api/v1`. Default: `http://localhost:1234`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** A server to talk to: one HTTP for both of its APIs. */
export interface OpenServer extends WireHttp {
  /** LM Studio's own API. */
  readonly native: NativeApi;
  /** The path below which both APIs are; mostly empty. */
  readonly prefix: string;
  readonly errors: ErrorExplainer;
}

/** What people copy with the address, from the documentation of either API. */
const API_PATH = /\/*(?:\/api\/v\d+|\/v\d+)$/i;

/** Returns the path below which LM Studio is, such as `/lmstudio` behind a proxy: the path of the base URL without `/v1` or `/api/v1`. Mostly empty. */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}

/** Makes the HTTP client of LM Studio. Its paths begin at the root, so that an error can be explained by who listens there. */
export function openHttp(options: LmStudioApiOptions): OpenServer {
  const wire = createHttpClient(options, {
    provider: 'lmstudio',
    defaultBaseUrl: 'http://localhost:1234',
    rootPath: () => '',
    errorRules,
  });
  const { http, baseUrl } = wire;
  const prefix = serverPath(baseUrl.path);
  return {
    ...wire,
    native: { http, root: `${prefix}/api/v1` },
    prefix,
    errors: new ErrorExplainer({ http, origin: baseUrl.origin, prefix }),
  };
}
