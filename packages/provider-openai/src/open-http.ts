import { createHttpClient, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import type { OpenAIOptions } from './openai-options.js';

/** A segment of a path that names a version of an API: `v1`, `v1beta`, `v2`. */
const VERSION = /^v\d+(?:\.\d+)?(?:[a-z]+\d*)?$/i;

/** What most servers have before their routes. */
const DEFAULT_PATH = '/v1';

/** What a client of OpenAI's format is made from. */
export interface OpenAIApiOptions extends WireClientOptions, Pick<OpenAIOptions, 'apiPath' | 'apiTokenHeader'> {
  /** Where the server listens, with or without `/v1`. Default: OpenAI itself. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** Makes the HTTP client of a server of OpenAI's format. Its paths begin where the routes begin. */
export function openHttp({ apiPath, apiTokenHeader, ...options }: OpenAIApiOptions): WireHttp {
  return createHttpClient(options, {
    provider: 'openai',
    defaultBaseUrl: 'https://api.openai.com/v1',
    rootPath: (path) => apiRootPath(path, apiPath),
    apiTokenHeader: apiTokenHeader?.toLowerCase(),
  });
}

/**
 * Returns the path where the routes of an API begin: the path of the base URL with `/v1` behind it, unless a version is in it already. An
 * `apiPath` takes the place of `/v1`, whatever the path holds. An empty one adds nothing.
 */
export function apiRootPath(path: string, apiPath?: string): string {
  if (apiPath !== undefined) return withApiPath(path, apiPath);
  const versioned = path.split('/').some((segment) => VERSION.test(segment));
  return versioned ? path : path + DEFAULT_PATH;
}

function withApiPath(path: string, apiPath: string): string {
  const bare = apiPath.replaceAll(/^\/+|\/+$/g, '');
  if (bare === '' || path.endsWith(`/${bare}`)) return path;
  // Writes what users may write in a form that can be sent: "?", "#", blanks and other scripts are escaped, ".." is resolved.
  const url = new URL('http://host');
  url.pathname = `${path}/${bare}`;
  return url.pathname;
}
