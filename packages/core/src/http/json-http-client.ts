import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { isRetriedByClient } from '../errors/retryable.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { CallScope, type OperationScope } from '../signals/call-scope.js';
import type { PushSource } from '../stream/push-source.js';
import { addStartHint } from '../transport/connection-error.js';
import { addCorsHint } from '../transport/page-failure.js';
import { apiErrorFromJson, apiErrorFromText, showText, type ExchangeDetails } from '../errors/create-api-error.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import { RequestBuilder } from './build-request.js';
import type { CallHost } from './call-host.js';
import { ClientTimeouts, type ResolvedTimeouts } from './resolve-timeouts.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import { exchange } from './exchange.js';
import type { HttpCall, JsonResponse } from './http-call.js';
import type { HttpClient } from './http-client.js';
import { fillHttpSlot, isExempt, startOf } from './http-slot.js';
import type { JsonHttpClientOptions } from './json-http-client-options.js';
import { CancellationRequests } from './cancellation-requests.js';
import { type OpenResponse, parseResponse } from './open-response.js';
import { readBodyText, readErrorBodyText } from './read-body.js';
import {
  backoffOf,
  BackoffRetryPolicy,
  consultPolicy,
  quotaOf,
  reportSuccess,
  withSettings,
  type RetryPolicy,
} from './retry-policy.js';
import type { RetryQuota } from './retry-quota.js';
import { StreamCall } from './stream-call.js';

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
  readonly #backoff: BackoffRetryPolicy;
  readonly #quota: RetryQuota;
  readonly cancellations: CancellationRequests;
  #closed = false;

  constructor(options: JsonHttpClientOptions) {
    this.#options = options;
    this.#builder = new RequestBuilder(options);
    this.#limiter = options.maxConcurrent === Infinity ? undefined : new ConcurrencyLimiter(options.maxConcurrent);
    this.#timeouts = new ClientTimeouts(options);
    this.#backoff = options.backoff ?? backoffOf(options.retryPolicy);
    this.#quota = quotaOf(this.#backoff);
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
      scope.startTotal(total, startOf(call.options));
      return await work(scope);
    } catch (error) {
      throw this.failureOf(error, scope);
    } finally {
      this.closeScope(scope);
    }
  }

  /** Ends all calls, the last first, so that none passes its place to one that waits. The creator of the transport closes it after `settled`. */
  close(): void {
    this.#closed = true;
    for (const scope of [...this.#active].toReversed()) scope.close();
  }

  /** Resolves when all cancellation requests have completed or timed out. */
  settled(): Promise<void> {
    return this.cancellations.settled();
  }

  get logger(): Logger {
    return this.#options.logger;
  }

  retryPolicyOf({ options }: HttpCall): RetryPolicy {
    return options?.retry === undefined ? this.#options.retryPolicy : withSettings(this.#backoff, options.retry);
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
    scope.throwIfFailed();
    const isFree = call.exemptFromConcurrency === true || isExempt(call.options);
    // Started before `total`, so that it expires first if both are the same.
    const begun = this.#limiter === undefined || isFree ? FREE_NOTHING : this.#limiter.acquire(scope, timeouts.queue);
    scope.startTotal(timeouts.total, startOf(call.options));
    return begun;
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
    const { logger } = this.#options;
    const policy = this.retryPolicyOf(call);
    let waitedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const opened = await this.attempt(call, scope, timeouts, accept);
        // A full quota needs no tokens back.
        const isFull = policy.succeeded === BackoffRetryPolicy.prototype.succeeded && this.#quota.isFull;
        if (!isFull) reportSuccess(policy, attempt - 1);
        return opened;
      } catch (caught) {
        const error = this.failureOf(caught, scope);
        this.#addHints(error);
        const isRetried = scope.failure === undefined && call.safeToRetry !== false && isRetriedByClient(error);
        const { remainingMs } = scope;
        const delayMs = isRetried
          ? consultPolicy(policy, { error, attempt, waitedMs, remainingMs }, logger)
          : undefined;
        if (delayMs === undefined) throw error;
        logger.warn('retrying request', { code: error.code, attempt, delayMs: Math.round(delayMs) });
        if (delayMs > 0) await scope.sleep(delayMs);
        waitedMs += delayMs;
      }
    }
  }

  #addHints(error: LmError): void {
    const { startHint, corsHint, baseUrl } = this.#options;
    if (startHint !== undefined) addStartHint(error, startHint(baseUrl.origin));
    if (corsHint !== undefined) addCorsHint(error, corsHint);
  }

  async attempt(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenResponse> {
    const { clock, logger, provider } = this.#options;
    const built = this.#builder.build(call, accept, scope);
    const request = built instanceof Promise ? await built : built;
    const startedMs = clock.now();
    scope.attempts += 1;
    const { transport, redirect } = this.#options;
    const safeToRetry = call.safeToRetry !== false;
    const response = await exchange(request, { transport, scope, timeouts, redirect, safeToRetry });
    const { method, url } = request;
    const { status, headers } = response;
    // Without a logger, skip even displayUrl, which takes 3 µs.
    if (logger !== noopLogger) {
      const ms = Math.round(clock.now() - startedMs);
      logger.debug('response started', { provider, method, url: displayUrl(url), status, ms, attempt: scope.attempts });
    }
    const details: ExchangeDetails = {
      provider,
      method,
      url,
      status,
      headers,
      attempt: scope.attempts,
      requestBody: call.body,
      requestHeaders: request.headers,
      wallNowMs: clock.wallNow(),
      rules: this.#options.errorRules ?? [],
      hints: this.#options.errorHints,
    };
    scope.sent = { url, headers: request.headers, body: call.body };
    if (status >= 200 && status < 300) return fillHttpSlot(call.options, { response, exchange: details });
    throw apiErrorFromText(details, await readErrorBodyText(response.body, scope, { clock, idleMs: timeouts.idle }));
  }
}

/** The release function of a call that has no slot. */
const FREE_NOTHING = (): void => {};
