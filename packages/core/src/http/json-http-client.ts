import type { RedirectMode } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { isRetriedByClient } from '../errors/retryable.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { CallScope, type OperationScope } from '../signals/call-scope.js';
import type { PushSource } from '../stream/push-source.js';
import { withStartHint } from '../transport/connection-error.js';
import type { Transport } from '../transport/transport.js';
import { apiErrorFromJson, apiErrorFromText, showText, type ExchangeDetails } from '../errors/create-api-error.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import { RequestBuilder, type RequestBuilderOptions } from './build-request.js';
import type { CallHost } from './call-host.js';
import { ClientTimeouts, type ResolvedTimeouts, type TimeoutSettings } from './resolve-timeouts.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import { exchange } from './exchange.js';
import type { HttpCall, JsonResponse } from './http-call.js';
import type { HttpClient, HttpServerTraits } from './http-client.js';
import { CancellationRequests } from './cancellation-requests.js';
import { MAX_ERROR_BODY_BYTES, type BodyLimits } from '../decode/limits.js';
import { type OpenResponse, parseResponse } from './open-response.js';
import { readBodyText } from './read-body.js';
import { BackoffRetryPolicy, type RetryPolicy } from './retry-policy.js';
import { StreamCall } from './stream-call.js';

/** The options of a `JsonHttpClient`, with all defaults applied. */
export interface JsonHttpClientOptions extends HttpServerTraits, RequestBuilderOptions, TimeoutSettings {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryPolicy: RetryPolicy;
  readonly maxConcurrent: number;
  readonly limits: BodyLimits;
  readonly redirect: RedirectMode;
}

/**
 * The implementation of `HttpClient`. It is also the `CallHost` of its streams, which saves a wrapper.
 *
 * @internal
 */
export class JsonHttpClient implements HttpClient, CallHost {
  readonly #options: JsonHttpClientOptions;
  readonly #builder: RequestBuilder;
  /** `undefined` if there is no limit. */
  readonly #limiter: ConcurrencyLimiter | undefined;
  readonly #active = new Set<CallScope>();
  readonly #timeouts: ClientTimeouts;
  readonly cancellations: CancellationRequests;
  #closed = false;

  constructor(options: JsonHttpClientOptions) {
    this.#options = options;
    this.#builder = new RequestBuilder(options);
    this.#limiter = options.maxConcurrent === Infinity ? undefined : new ConcurrencyLimiter(options.maxConcurrent);
    this.#timeouts = new ClientTimeouts(options);
    this.cancellations = new CancellationRequests({
      ...options,
      send: (call, scope) => this.open(call, scope, this.#timeouts.of(undefined, false), 'application/json'),
    });
  }

  async requestJson(call: HttpCall): Promise<JsonResponse> {
    const timeouts = this.#timeouts.of(call.options, call.longRunning === true);
    const scope = this.openScope(call);
    let release: (() => void) | undefined;
    try {
      const begun = this.begin(call, scope, timeouts);
      release = begun instanceof Promise ? await begun : begun;
      const opened = await this.open(call, scope, timeouts, call.accept ?? 'application/json');
      scope.startIdle(timeouts.idle, 0);
      const { maxBodyBytes: maxBytes } = this.#options.limits;
      const { body, status, headers } = opened.response;
      const expectedBytes = Number(headers['content-length'] ?? 0);
      const text = await readBodyText(body, scope, { maxBytes, expectedBytes });
      return {
        body: parseResponse(text, opened, call.isError),
        status,
        headers,
        apiError: (part) => apiErrorFromJson(opened.exchange, part),
        showText: (part) => showText(opened.exchange, part),
      };
    } catch (error) {
      throw this.failureOf(error, scope);
    } finally {
      release?.();
      this.closeScope(scope);
    }
  }

  requestStream<T>(call: HttpCall, createDecoder: BodyDecoderFactory<T>): PushSource<T> {
    return {
      subscribe: (observer) => {
        const timeouts = this.#timeouts.of(call.options, true);
        const stream = new StreamCall<T>(this, {
          call,
          timeouts,
          createDecoder,
          observer,
          clock: this.#options.clock,
          limits: this.#options.limits,
        });
        const running = stream.run();
        if (call.resume !== undefined) this.cancellations.track(running);
        return stream;
      },
    };
  }

  async during<T>(call: HttpCall, work: (scope: OperationScope) => Promise<T>): Promise<T> {
    const { total } = this.#timeouts.of(call.options, call.longRunning === true);
    const scope = this.openScope(call);
    try {
      scope.throwIfFailed();
      scope.startTotal(total);
      return await work(scope);
    } catch (error) {
      throw this.failureOf(error, scope);
    } finally {
      this.closeScope(scope);
    }
  }

  /** Ends all running calls. The creator of the transport closes it after `settled` has resolved. */
  close(): void {
    this.#closed = true;
    for (const scope of this.#active) scope.fail(new LmError('closed', 'The client was closed during the call.'));
  }

  /** Resolves when all cancellation requests have completed or timed out. */
  settled(): Promise<void> {
    return this.cancellations.settled();
  }

  get logger(): Logger {
    return this.#options.logger;
  }

  retryPolicyOf({ options }: HttpCall): RetryPolicy {
    return options?.retry === undefined ? this.#options.retryPolicy : new BackoffRetryPolicy(options.retry);
  }

  openScope(call: HttpCall): CallScope {
    const scope = new CallScope(this.#options.clock, call.options?.signal, {
      provider: this.#options.provider,
      describe: () => this.#builder.describe(call),
    });
    if (this.#closed) scope.fail(new LmError('closed', 'The client is closed. Create a new one.'));
    this.#active.add(scope);
    return scope;
  }

  closeScope(scope: CallScope): void {
    this.#active.delete(scope);
    scope.dispose();
  }

  begin(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts): (() => void) | Promise<() => void> {
    scope.startTotal(timeouts.total);
    if (this.#limiter !== undefined && call.exemptFromConcurrency !== true) return this.#limiter.acquire(scope);
    scope.throwIfFailed();
    return FREE_NOTHING;
  }

  failureOf(caught: unknown, scope: CallScope): LmError {
    const error = scope.failure ?? toLmError(caught, this.#options.provider);
    // The code that created the error may not know the provider and the attempts.
    const known = error as { attempts?: number; provider?: string };
    known.provider ??= this.#options.provider;
    if (scope.attempts > 0) known.attempts ??= scope.attempts;
    return error;
  }

  async open(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenResponse> {
    const policy = this.retryPolicyOf(call);
    let waitedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(call, scope, timeouts, accept, attempt);
      } catch (caught) {
        const error = this.#hinted(this.failureOf(caught, scope));
        const isRetried = scope.failure === undefined && call.safeToRetry !== false && isRetriedByClient(error);
        const delayMs = isRetried ? policy.delayMs({ error, attempt, waitedMs }) : undefined;
        if (delayMs === undefined) throw error;
        this.#options.logger.warn('retrying request', { code: error.code, attempt, delayMs: Math.round(delayMs) });
        if (delayMs > 0) await scope.sleep(delayMs);
        waitedMs += delayMs;
      }
    }
  }

  #hinted(error: LmError): LmError {
    const { startHint, baseUrl } = this.#options;
    return startHint === undefined ? error : withStartHint(error, startHint(baseUrl.origin));
  }

  async attempt(
    call: HttpCall,
    scope: CallScope,
    timeouts: ResolvedTimeouts,
    accept: string,
    attempt: number,
  ): Promise<OpenResponse> {
    const { clock, logger, transport, provider } = this.#options;
    const built = this.#builder.build(call, accept, scope);
    const request = built instanceof Promise ? await built : built;
    const startedMs = clock.now();
    scope.attempts = attempt;
    const response = await exchange(transport, request, scope, timeouts, this.#options.redirect);
    const { method, url } = request;
    const { status } = response;
    // Without a logger, skip even displayUrl, which takes 3 µs.
    if (logger !== noopLogger) {
      const ms = Math.round(clock.now() - startedMs);
      logger.debug('response started', { provider, method, url: displayUrl(url), status, ms, attempt });
    }
    const details: ExchangeDetails = {
      provider,
      method,
      url,
      status,
      headers: response.headers,
      attempt,
      requestBody: call.body,
      requestHeaders: request.headers,
      wallNowMs: clock.wallNow(),
      rules: this.#options.errorRules ?? [],
      hints: this.#options.errorHints,
    };
    scope.sent = { url, headers: request.headers, body: call.body };
    if (status >= 200 && status < 300) return { response, exchange: details };
    scope.startIdle(timeouts.idle, 0);
    const text = await readBodyText(response.body, scope, { maxBytes: MAX_ERROR_BODY_BYTES, lenient: true });
    // The idle timeout applies to this body only, not to the wait before the next attempt or its first byte.
    scope.idle.stop();
    throw apiErrorFromText(details, text);
  }
}

/** The release function of a call that has no slot. */
const FREE_NOTHING = (): void => {};
