import type { ApiToken } from '../contract/client-config.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { jsonText } from '../json/json-text.js';
import { displayUrl } from '../errors/redact.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BaseUrl } from './base-url.js';
import type { ExchangeRequest } from './exchange.js';
import type { HttpCall } from './http-call.js';
import type { HttpServerTraits } from './http-client.js';
import { checkConfiguredHeaders, mergeHeaders } from './request-headers.js';

/** Matches a path that URL parsers change: dot segments, backslashes, fragments, and characters that they remove or replace. */
const UNSAFE_PATH = /[\\#\p{Cc}\p{Surrogate}]|^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/iu;

/** The settings that all requests of a client share. */
export interface RequestBuilderOptions extends Pick<HttpServerTraits, 'apiTokenHeader'> {
  readonly baseUrl: BaseUrl;
  readonly apiToken: ApiToken | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Receives headers that are about to be sent, and the API token among them. Headers that are sent again are not repeated. */
  readonly onHeaders?: ((headers: Readonly<Record<string, string>>, token: string | undefined) => void) | undefined;
}

/** Builds the HTTP request of a call: joins URLs, resolves the API token, merges headers and serializes the body. */
export class RequestBuilder {
  readonly #options: RequestBuilderOptions;
  /** Origin and path of the base URL. */
  readonly #root: string;
  readonly #query: string;
  /** The headers of calls that set none of their own, by `accept` and by whether the call has a body. */
  readonly #common = new Map<string, Readonly<Record<string, string>>>();
  /** The path that was checked last. A client mostly calls the same path again. */
  #safePath = '';

  /** @throws `config_invalid` for headers that cannot be sent. The headers of a call are checked by `build`. */
  constructor(options: RequestBuilderOptions) {
    this.#options = options;
    checkConfiguredHeaders('"headers"', options.headers);
    checkConfiguredHeaders('The name of the header for the API token', {
      [options.apiTokenHeader ?? 'authorization']: '',
    });
    const { origin, path, query } = options.baseUrl;
    this.#root = origin + path;
    this.#query = query;
  }

  /** Returns the method and URL of a call in a form that is safe to show. */
  describe(call: HttpCall): string {
    return `${call.method} ${displayUrl(this.#url(call))}`;
  }

  /** Builds the request of one attempt. If `apiToken` is a function, it is called for each attempt. */
  build(call: HttpCall, accept: string, scope: CallScope): ExchangeRequest | Promise<ExchangeRequest> {
    const { apiToken } = this.#options;
    if (call.path !== this.#safePath) {
      if (UNSAFE_PATH.test(call.path)) throw unsafePath();
      this.#safePath = call.path;
    }
    const body = call.body === undefined ? undefined : toJson(call.body);
    const withHeaders = (headers: Readonly<Record<string, string>>): ExchangeRequest => ({
      method: call.method,
      url: this.#url(call),
      headers,
      body,
    });
    const own = call.options?.headers;
    if (typeof apiToken === 'function') {
      return this.#resolveToken(apiToken, scope).then((token) => withHeaders(this.#merged(accept, body, token, own)));
    }
    if (own !== undefined) return withHeaders(this.#merged(accept, body, apiToken, own));
    const key = body === undefined ? accept : `${accept} body`;
    let common = this.#common.get(key);
    if (common === undefined) this.#common.set(key, (common = this.#merged(accept, body, apiToken, undefined)));
    // A copy, since a transport may add headers.
    return withHeaders({ ...common });
  }

  #merged(
    accept: string,
    body: string | undefined,
    token: string | undefined,
    own: Readonly<Record<string, string>> | undefined,
  ): Record<string, string> {
    const { apiTokenHeader = 'authorization', baseUrl, headers } = this.#options;
    const bearer = apiTokenHeader.toLowerCase() === 'authorization' ? `Bearer ${token}` : token;
    const merged = mergeHeaders(
      { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      { authorization: baseUrl.authorization },
      token === undefined || token === '' ? undefined : { [apiTokenHeader]: bearer },
      headers,
      own,
    );
    this.#options.onHeaders?.(merged, token);
    return merged;
  }

  #url(call: HttpCall): string {
    const query = this.#query;
    if (query === '') return this.#root + call.path;
    return this.#root + call.path + (call.path.includes('?') ? `&${query.slice(1)}` : query);
  }

  async #resolveToken(apiToken: Exclude<ApiToken, string>, scope: CallScope): Promise<string | undefined> {
    try {
      return await scope.race(apiToken);
    } catch (error) {
      scope.throwIfFailed();
      if (isLmError(error)) throw error;
      throw new LmError(
        'authentication',
        'The "apiToken" function failed. Nothing was sent. The error is in "cause".',
        {
          cause: error,
        },
      );
    }
  }
}

function unsafePath(): LmError {
  return new LmError(
    'invalid_request',
    'The path of the request contains a "." or ".." segment, a "\\", a "#" or a character that a URL cannot contain. Nothing was sent. Encode ids in the path with encodeId().',
  );
}

/**
 * Returns the JSON of a body, which may be nested too deeply for `JSON.stringify`.
 *
 * @throws `invalid_request` for a body that JSON cannot express.
 */
export function toJson(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    try {
      return jsonText(body);
    } catch (error) {
      throw new LmError(
        'invalid_request',
        'The request cannot be serialized to JSON. It may contain a circular reference or a bigint. The error is in "cause".',
        { cause: error },
      );
    }
  }
}
