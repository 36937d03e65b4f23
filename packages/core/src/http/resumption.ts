import { appendSentence } from '../errors/edit-message.js';
import type { LmError } from '../errors/lm-error.js';
import { isApiError } from '../errors/guards.js';
import { isResumeRetried } from '../errors/retryable.js';
import { callBack } from '../logging/call-back.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';
import type { CallHost } from './call-host.js';
import { mediaTypeOf } from './exchange.js';
import type { StreamResume } from './http-call.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import { consultPolicy, reportSuccess, type RetryPolicy } from './retry-policy.js';
import { isRefusedByQuota, reportRefusal } from './retry-quota.js';

/**
 * Maximum number of requests that continue one stream. A proxy that closes connections every minute reaches it after more than an hour. A
 * server that sends little each time would otherwise receive requests endlessly.
 */
const MAX_CONTINUATIONS = 100;

/** The dependencies of a `Resumption`. */
export interface ResumptionParts {
  readonly host: CallHost;
  readonly resume: StreamResume;
  readonly policy: RetryPolicy;
  readonly scope: CallScope;
  readonly timeouts: ResolvedTimeouts;
  readonly accept: string;
}

/** Resumes one streamed response at the position where its connection was lost, as often as the retry policy allows. */
export class Resumption {
  readonly #parts: ResumptionParts;
  #mediaType = '';
  #begun = false;
  /** Number of attempts since an event was last received. */
  #attempt = 0;
  /** Number of attempts since the beginning. */
  #continuations = 0;
  #waitedMs = 0;
  /** Byte offset at which the connection was last lost. */
  #closedAt = -1;
  /** Number of events that had been received when the connection was last lost. */
  #events = 0;

  constructor(parts: ResumptionParts) {
    this.#parts = parts;
  }

  /** Records that the response has begun. A resumed response must have the same media type. */
  begin(mediaType: string): void {
    this.#begun = true;
    this.#mediaType = mediaType;
  }

  /**
   * Returns the rest of the response from this byte offset, or `undefined` if it is not available: the retries are exhausted, or the server
   * does not have it. Rejects only if the call ends meanwhile.
   *
   * @param events Number of events that were received, which are progress. Bytes of comments or incomplete events are not.
   */
  async next(failure: LmError, bytes: number, events: number): Promise<TransportBody | undefined> {
    const { scope } = this.#parts;
    const isNew = bytes > this.#closedAt;
    if (events > this.#events) this.#attempt = 0;
    this.#closedAt = bytes;
    this.#events = events;
    let error = failure;
    for (;;) {
      const delayMs = this.#delayMs(error, failure);
      if (delayMs === undefined) return undefined;
      this.#log(error, bytes, delayMs);
      if (delayMs > 0) await scope.sleep(delayMs);
      this.#waitedMs += delayMs;
      const opened = await this.#open(bytes);
      if ('response' in opened) return this.#accept(opened, bytes, isNew, failure);
      error = opened;
      if (!isResumeRetried(error)) return undefined;
    }
  }

  /** Sends the cancellation request, unless the server cannot have started the response. */
  cancel(error: LmError | undefined): void {
    const { host, resume, scope } = this.#parts;
    if (scope.attempts === 0 || (!this.#begun && error !== undefined && neverBegan(error))) return;
    const cancel = resume.cancel?.bind(resume);
    if (cancel !== undefined) host.cancellations.send(cancel, this.#begun);
  }

  /** Returns the delay before the next attempt, or `undefined` if none may follow. The reason is then added to the failure of the stream. */
  #delayMs(error: LmError, failure: LmError): number | undefined {
    const { policy, host, scope } = this.#parts;
    if (this.#continuations === MAX_CONTINUATIONS) {
      appendSentence(failure, `The stream was resumed ${MAX_CONTINUATIONS} times before, which is the maximum.`);
      return undefined;
    }
    this.#continuations += 1;
    this.#attempt += 1;
    const failed = { error, attempt: this.#attempt, waitedMs: this.#waitedMs, remainingMs: scope.remainingMs };
    const delayMs = consultPolicy(policy, failed, host.logger);
    if (isRefusedByQuota(error)) reportRefusal(failure);
    return delayMs;
  }

  async #open(bytes: number): Promise<OpenResponse | LmError> {
    const { host, resume, scope, timeouts, accept } = this.#parts;
    try {
      return await host.attempt(resume.continueFrom(bytes), scope, timeouts, accept);
    } catch (caught) {
      scope.throwIfFailed();
      return host.failureOf(caught, scope);
    }
  }

  #accept(opened: OpenResponse, bytes: number, isNew: boolean, { code }: LmError): TransportBody | undefined {
    const { body } = opened.response;
    if (mediaTypeOf(opened.response) !== this.#mediaType) {
      // Not the rest of the response, but for example the error page of a proxy.
      body.cancel();
      return undefined;
    }
    const { policy, resume } = this.#parts;
    reportSuccess(policy, this.#attempt);
    if (isNew) {
      const message = `The stream ended early after ${bytes} bytes (${code}) and was resumed from there. No data is missing.`;
      // What it throws must not leave the body open.
      callBack('resume.warn', resume, () => resume.warn?.({ code: 'stream_resumed', message }));
    }
    return body;
  }

  #log({ code }: LmError, bytes: number, delayMs: number): void {
    const { host } = this.#parts;
    host.logger.warn('resuming stream', {
      code,
      bytes,
      attempt: this.#attempt,
      delayMs: Math.round(delayMs),
    });
  }
}

/** Returns true if the server cannot have started the response, because it rejected the request or never received it. */
function neverBegan(error: LmError): boolean {
  if (isApiError(error)) return error.status >= 400 && error.status < 500;
  return error.code === 'connect_timeout' || (error.code === 'connection_failed' && error.retryable);
}
