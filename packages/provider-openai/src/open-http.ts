import { createHttpClient, LmError, type WireClientOptions, type WireHttp } from '@lmux/core/provider';
import type { OpenAIOptions } from './openai-options.js';

/** Matches a path segment that is an API version: `v1`, `v1beta`, `v2`. */
const VERSION = /^v\d+(?:\.\d+)?(?:[a-z]+\d*)?$/i;

/** The path that most servers put before their endpoints. */
const DEFAULT_PATH = '/v1';

/** Matches the endpoint of chats. Linear, because a match cannot begin within a run of slashes. */
const CHAT_ENDPOINT = /(?<!\/)\/+chat\/completions$/i;

/** Matches other endpoints. They follow a version, because a server may itself be at a path such as `/models` (Azure AI Foundry). */
const VERSIONED_ENDPOINT =
  /(?<=\/v\d+(?:\.\d+)?(?:[a-z]+\d*)?(?:\/openai)?)\/(?:chat|completions|embeddings|models|responses)$/i;

/** Matches other endpoints of a deployment of Azure OpenAI, whose path has no version. */
const DEPLOYMENT_ENDPOINT = /(?<=\/deployments\/[^/]{1,200})\/(?:completions|embeddings)$/i;

/** Matches the endpoints of other APIs: those of Ollama, Anthropic and Gemini. */
const FOREIGN_ENDPOINT = /\/api\/(?:chat|generate|embed|tags)$|\/v1\/messages$|:(?:stream)?generateContent$/i;

/** Options of `OpenAIApi`. */
export interface OpenAIApiOptions extends WireClientOptions, Pick<OpenAIOptions, 'apiPath' | 'apiTokenHeader'> {
  /** Address of the server, with or without `/v1` or an endpoint such as `/v1/chat/completions`. Default: `https://api.openai.com/v1`. */
  readonly baseUrl?: WireClientOptions['baseUrl'];
}

/** Creates the HTTP client of an OpenAI-compatible server. The paths of its calls are relative to `/v1`. */
export function openHttp({ apiPath, apiTokenHeader, ...options }: OpenAIApiOptions): WireHttp {
  return createHttpClient(options, {
    provider: 'openai',
    defaultBaseUrl: 'https://api.openai.com/v1',
    rootPath: (path) => apiRootPath(path, apiPath),
    apiTokenHeader: apiTokenHeader?.toLowerCase(),
  });
}

/**
 * Returns the path that the endpoints are relative to: the path of the base URL followed by `/v1`, unless it already contains a version or
 * ends with an endpoint, which is removed. An `apiPath` replaces `/v1`, whatever the path contains. An empty one adds nothing.
 *
 * @throws `config_invalid` for an `apiPath` that leaves the path of the base URL, and for a path that ends with an endpoint of another API,
 * unless there is an `apiPath`.
 */
export function apiRootPath(path: string, apiPath?: string): string {
  const root = path.replace(CHAT_ENDPOINT, '').replace(VERSIONED_ENDPOINT, '').replace(DEPLOYMENT_ENDPOINT, '');
  if (apiPath !== undefined) return withApiPath(root, apiPath);
  const foreign = FOREIGN_ENDPOINT.exec(path)?.[0];
  if (foreign !== undefined) throw foreignEndpoint(foreign);
  const isComplete = root !== path || root.split('/').some((segment) => VERSION.test(segment));
  return isComplete ? root : root + DEFAULT_PATH;
}

function foreignEndpoint(endpoint: string): LmError {
  return new LmError(
    'config_invalid',
    `"baseUrl" must be the address of an OpenAI-compatible API; received one that ends with "${endpoint}", an endpoint of another API. Use the provider of that API, remove the endpoint, or set "options.apiPath" if the server is at that path.`,
  );
}

function withApiPath(path: string, apiPath: string): string {
  // Linear, because a match cannot begin within a run of slashes, unless it begins the path.
  const bare = apiPath.replaceAll(/^\/+|(?<!\/)\/+$/g, '');
  if (bare === '' || path.endsWith(`/${bare}`)) return path;
  // The URL class escapes "?", "#", spaces and non-ASCII characters, and resolves "..".
  const url = new URL('http://host');
  url.pathname = `/base/${bare}`;
  const { pathname } = url;
  if (!/^\/base\/./.test(pathname)) {
    throw new LmError(
      'config_invalid',
      '"apiPath" must be a path below the base URL; received one whose ".." segments leave it. Remove them, or change "baseUrl".',
    );
  }
  return path + pathname.slice('/base'.length);
}
