import type { ApiToken } from '../contract/client-config.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { CallScope } from '../signals/call-scope.js';
import { parseBaseUrl, type BaseUrl } from './base-url.js';
import type { ExchangeRequest } from './exchange.js';
import type { HttpCall } from './http-call.js';
import { mergeHeaders } from './request-headers.js';

/** What every request of a client has in common. */
export interface RequestBuilderOptions {
  readonly baseUrl: string;
  readonly apiToken: ApiToken | undefined;
  /** Name of the header that carries the token; `authorization` gets the scheme `Bearer`. */
  readonly apiTokenHeader?: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Makes requests of calls: joins URLs, asks for the token, lays headers over each other, writes the body. */
export class RequestBuilder {
  readonly #options: RequestBuilderOptions;
  readonly #base: BaseUrl;

  constructor(options: RequestBuilderOptions) {
    this.#options = options;
    this.#base = parseBaseUrl(options.baseUrl);
  }

  /** The call in a form fit to be shown. */
  describe(call: HttpCall): string {
    return `${call.method} ${displayUrl(this.#url(call))}`;
  }

  /** The request of one attempt: a token that is given by a function is asked for each time. */
  async build(call: HttpCall, accept: string, scope: CallScope): Promise<ExchangeRequest> {
    const body = call.body === undefined ? undefined : toJson(call.body);
    const { apiTokenHeader = 'authorization', headers } = this.#options;
    const token = await this.#token(scope);
    const bearer = apiTokenHeader.toLowerCase() === 'authorization' ? `Bearer ${token}` : token;
    return {
      method: call.method,
      url: this.#url(call),
      headers: mergeHeaders(
        { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        { authorization: this.#base.authorization },
        token === undefined || token === '' ? undefined : { [apiTokenHeader]: bearer },
        headers,
        call.options?.headers,
      ),
      body,
    };
  }

  #url(call: HttpCall): string {
    const { root, query } = this.#base;
    if (query === '') return root + call.path;
    return root + call.path + (call.path.includes('?') ? `&${query.slice(1)}` : query);
  }

  async #token(scope: CallScope): Promise<string | undefined> {
    const { apiToken } = this.#options;
    if (typeof apiToken !== 'function') return apiToken;
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
