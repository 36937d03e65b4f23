import type { ApiToken } from '../contract/client-config.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { CallScope } from '../signals/call-scope.js';
import type { BaseUrl } from './base-url.js';
import type { ExchangeRequest } from './exchange.js';
import type { HttpCall } from './http-call.js';
import type { HttpServerTraits } from './http-client.js';
import { mergeHeaders } from './request-headers.js';

/** What every request of a client has in common. */
export interface RequestBuilderOptions extends Pick<HttpServerTraits, 'apiTokenHeader'> {
  readonly baseUrl: BaseUrl;
  readonly apiToken: ApiToken | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Makes requests of calls: joins URLs, asks for the token, lays headers over each other, writes the body. */
export class RequestBuilder {
  readonly #options: RequestBuilderOptions;
  /** Origin and path. */
  readonly #root: string;
  readonly #query: string;
  /** The headers of calls that have none of their own, by what they accept and whether they have a body. */
  readonly #common = new Map<string, Readonly<Record<string, string>>>();

  constructor(options: RequestBuilderOptions) {
    this.#options = options;
    const { origin, path, query } = options.baseUrl;
    this.#root = origin + path;
    this.#query = query;
  }

  /** The call in a form fit to be shown. */
  describe(call: HttpCall): string {
    return `${call.method} ${displayUrl(this.#url(call))}`;
  }

  /** The request of one attempt: a token that is given by a function is asked for each time. */
  build(call: HttpCall, accept: string, scope: CallScope): ExchangeRequest | Promise<ExchangeRequest> {
    const { apiToken } = this.#options;
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
    // A copy: a transport may add to what it gets.
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
    return mergeHeaders(
      { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      { authorization: baseUrl.authorization },
      token === undefined || token === '' ? undefined : { [apiTokenHeader]: bearer },
      headers,
      own,
    );
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
      throw new LmError('authentication', 'The function apiToken failed, so nothing was sent; see "cause".', {
        cause: error,
      });
    }
  }
}

function toJson(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new LmError('invalid_request', 'The request cannot be written as JSON (a circle, a bigint); see "cause".', {
      cause: error,
    });
  }
}
