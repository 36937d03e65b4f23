import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import { errorRules } from './errors/error-rules.js';
import { ErrorExplainer } from './errors/explain-errors.js';
import { corsHint, startHint } from './errors/hint-for.js';
import type { NativeApi } from './server/native-api.js';

/** Options of `LmStudioApi`. */
export interface LmStudioApiOptions extends WireClientOptions {
  /** Address of the server, with or without `/v1`, `/api/v1` or an endpoint of these. Default: `http://localhost:1234`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** The HTTP client of a server, for both of its APIs. */
export interface OpenServer extends WireHttp {
  /** LM Studio's own API. */
  readonly native: NativeApi;
  /** Path below which both APIs are. Usually empty. */
  readonly prefix: string;
  readonly errors: ErrorExplainer;
}

/**
 * Matches the API path that users copy together with the address, with or without an endpoint. Linear, because a match cannot begin within a
 * run of slashes.
 */
const API_PATH =
  /(?<!\/)\/*(?:\/chat\/completions|(?:\/api)?\/v\d+(?:\/(?:chat(?:\/completions)?|completions|embeddings|responses|messages|models(?:\/(?:load|unload|download(?:\/status)?))?))?)$/i;

/**
 * Returns the path below which LM Studio is: the path of the base URL without `/v1`, `/api/v1` or an endpoint of these. It is usually empty, but can be a path
 * such as `/lmstudio` behind a proxy.
 */
export function serverPath(path: string): string {
  return path.replace(API_PATH, '');
}

/** Creates the HTTP client of LM Studio. Its paths start at the root of the server, so that errors can be explained by probing the root. */
export function openHttp(options: LmStudioApiOptions): OpenServer {
  const wire = createHttpClient(options, {
    provider: 'lmstudio',
    defaultBaseUrl: 'http://localhost:1234',
    rootPath: () => '',
    errorRules,
    startHint,
    corsHint,
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
