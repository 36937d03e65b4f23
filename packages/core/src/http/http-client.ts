import type { CallOptions } from '../contract/call-options.js';
import type { ApiToken } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { toLmError } from '../errors/from-unknown.js';
import type { Logger } from '../logging/logger.js';
import { CallScope } from '../signals/call-scope.js';
import type { PushSource } from '../stream/push-source.js';
import type { Transport } from '../transport/transport.js';
import { apiErrorFromJson, apiErrorFromText, type AnsweredExchange } from './api-error-factory.js';
import { parseBaseUrl, type BaseUrl } from './base-url.js';
import type { BodyDecoderFactory } from './body-decoder.js';
import type { ErrorRule } from './classify-error.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import { carriesError, looksLikeHtml } from './error-body.js';
import { exchange } from './exchange.js';
import type { HttpCall, JsonAnswer } from './http-call.js';
import { MAX_ERROR_BODY_BYTES, type BodyLimits } from './limits.js';
import { readBodyText } from './read-body.js';
import { mergeHeaders, secretValues } from './request-headers.js';
import { resolveTimeouts, type ResolvedTimeouts, type TimeoutSettings } from './resolve-timeouts.js';
import { BackoffRetryPolicy, isRepeatable, type RetryPolicy } from './retry-policy.js';
import type { CallHost, OpenAnswer } from './open-answer.js';
import { StreamCall } from './stream-call.js';

/** What an `HttpClient` is made from, everything settled. */
export interface HttpClientOptions extends TimeoutSettings {
  /** Id of the provider, for errors. */
  readonly provider: string;
  readonly baseUrl: string;
  readonly apiToken: ApiToken | undefined;
  /** Name of the header that carries the token; `authorization` gets the scheme `Bearer`. */
  readonly apiTokenHeader?: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryPolicy: RetryPolicy;
  readonly maxConcurrent: number;
  readonly limits: BodyLimits;
  /** Rows of the provider's own for the classification of errors. */
  readonly errorRules?: readonly ErrorRule[] | undefined;
}

/**
 * Calls one server: joins URLs, adds headers, runs the clocks, repeats what may be repeated, and turns every failure into an
 * `LmError`. Wire clients are built on it; it knows HTTP and JSON, no models.
 */
export class HttpClient implements CallHost {
  readonly #options: HttpClientOptions;
  readonly #base: BaseUrl;
  readonly #limiter: ConcurrencyLimiter;
  readonly #active = new Set<CallScope>();
  #closed = false;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#base = parseBaseUrl(options.baseUrl);
    this.#limiter = new ConcurrencyLimiter(options.maxConcurrent);
  }

  /** Sends a call and gives its JSON answer. A success that carries an error rejects too. */
  async requestJson(call: HttpCall): Promise<JsonAnswer> {
    const timeouts = resolveTimeouts(call.options ?? {}, this.#options, call.unbounded === true);
    const scope = this.openScope(call);
    let release: (() => void) | undefined;
    try {
      release = await this.begin(scope, timeouts);
      const answer = await this.open(call, scope, timeouts, 'application/json');
      scope.startIdle(timeouts.idle, 0);
      const { maxBodyBytes } = this.#options.limits;
      const text = await readBodyText(answer.response.body, scope, { maxBytes: maxBodyBytes, overflow: 'fail' });
      return { body: parseAnswer(text, answer), status: answer.response.status, headers: answer.response.headers };
    } catch (error) {
      throw scope.failure ?? toLmError(error, this.#options.provider);
    } finally {
      release?.();
      this.closeScope(scope);
    }
  }

  /** A stream of values: nothing is sent before it is subscribed to. Each subscription is one request. */
  requestStream<T>(call: HttpCall, createDecoder: BodyDecoderFactory<T>): PushSource<T> {
    return {
      subscribe: (observer) => {
        const timeouts = resolveTimeouts(call.options ?? {}, this.#options, true);
        const stream = new StreamCall<T>(this, {
          call,
          timeouts,
          createDecoder,
          observer,
          clock: this.#options.clock,
          limits: this.#options.limits,
        });
        void stream.run();
        return stream;
      },
    };
  }

  /** Ends every call that runs. The transport is closed by whoever made it. */
  close(): void {
    this.#closed = true;
    for (const scope of this.#active) scope.fail(new LmError('closed', 'The client was closed while the call ran.'));
  }

  /** @internal */
  openScope(call: HttpCall): CallScope {
    const scope = new CallScope(
      this.#options.clock,
      call.options?.signal,
      () => `${call.method} ${displayUrl(this.#url(call))}`,
    );
    if (this.#closed) scope.fail(new LmError('closed', 'The client is closed; make a new one.'));
    this.#active.add(scope);
    return scope;
  }

  /** @internal */
  closeScope(scope: CallScope): void {
    this.#active.delete(scope);
    scope.dispose();
  }

  /** @internal */
  begin(scope: CallScope, timeouts: ResolvedTimeouts): Promise<() => void> {
    scope.startTotal(timeouts.total);
    return this.#limiter.acquire(scope);
  }

  /** @internal */
  async open(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenAnswer> {
    const policy = retryPolicyOf(call.options, this.#options.retryPolicy);
    let waitedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(call, scope, timeouts, accept, attempt);
      } catch (caught) {
        if (scope.failure !== undefined) throw scope.failure;
        const error = withAttempts(toLmError(caught, this.#options.provider), attempt, this.#options.provider);
        const delayMs =
          call.repeatable === false || !isRepeatable(error) ? undefined : policy.delayMs({ error, attempt, waitedMs });
        if (delayMs === undefined) throw error;
        this.#options.logger.warn('request is repeated', { code: error.code, attempt, delayMs: Math.round(delayMs) });
        if (delayMs > 0) await scope.sleep(delayMs);
        waitedMs += delayMs;
      }
    }
  }

  async #attempt(
    call: HttpCall,
    scope: CallScope,
    timeouts: ResolvedTimeouts,
    accept: string,
    attempt: number,
  ): Promise<OpenAnswer> {
    const { clock, logger, transport, provider } = this.#options;
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const headers = await this.#headers(call, accept, body !== undefined);
    const url = this.#url(call);
    const startedMs = clock.now();
    const response = await exchange(transport, { method: call.method, url, headers, body }, scope, timeouts);
    logger.debug('answer began', {
      provider,
      method: call.method,
      url: displayUrl(url),
      status: response.status,
      ms: Math.round(clock.now() - startedMs),
      attempt,
    });
    const answered: AnsweredExchange = {
      provider,
      method: call.method,
      url,
      status: response.status,
      headers: response.headers,
      attempt,
      requestBody: call.body,
      secrets: secretValues(headers),
      wallNowMs: clock.wallNow(),
      rules: this.#options.errorRules ?? [],
    };
    if (response.status >= 200 && response.status < 300) return { response, exchange: answered };
    scope.startIdle(timeouts.idle, 0);
    const text = await readBodyText(response.body, scope, { maxBytes: MAX_ERROR_BODY_BYTES, overflow: 'cut' });
    throw apiErrorFromText(answered, text);
  }

  #url(call: HttpCall): string {
    const { root, query } = this.#base;
    if (query === '') return root + call.path;
    return root + call.path + (call.path.includes('?') ? `&${query.slice(1)}` : query);
  }

  async #headers(call: HttpCall, accept: string, hasBody: boolean): Promise<Record<string, string>> {
    const { apiToken, apiTokenHeader = 'authorization', headers } = this.#options;
    const token = typeof apiToken === 'function' ? await apiToken() : apiToken;
    const bearer = apiTokenHeader === 'authorization' ? `Bearer ${token}` : token;
    return mergeHeaders(
      { accept, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      { authorization: this.#base.authorization },
      token === undefined || token === '' ? undefined : { [apiTokenHeader]: bearer },
      headers,
      call.options?.headers,
    );
  }
}

function retryPolicyOf(options: CallOptions | undefined, fallback: RetryPolicy): RetryPolicy {
  return options?.retry === undefined ? fallback : new BackoffRetryPolicy(options.retry);
}

/** Fills in what the place of the failure did not know. */
function withAttempts(error: LmError, attempts: number, provider: string): LmError {
  const known = error as { attempts?: number; provider?: string };
  known.attempts ??= attempts;
  known.provider ??= provider;
  return error;
}

/** Parses an answer. The text itself stays out of the error: it may hold what people wrote. */
function parseAnswer(text: string, answer: OpenAnswer): unknown {
  const where = `${answer.exchange.method} ${displayUrl(answer.exchange.url)}`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const what = looksLikeHtml(text)
      ? 'an HTML page'
      : text.trim() === ''
        ? 'an empty body'
        : 'something that is not JSON';
    throw new LmError(
      looksLikeHtml(text) ? 'unexpected_response' : 'parse_error',
      `The server answered with ${what} (${where}). Check that baseUrl leads to the API.`,
    );
  }
  if (carriesError(body)) throw apiErrorFromJson(answer.exchange, body);
  return body;
}
