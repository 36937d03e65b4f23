import type { LmError } from '../errors/lm-error.js';
import { isApiError } from '../errors/guards.js';
import { isResumeRetried } from '../errors/retryable.js';
import type { CallScope } from '../signals/call-scope.js';
import type { TransportBody } from '../transport/transport.js';
import type { CallHost } from './call-host.js';
import type { StreamResume } from './http-call.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import type { RetryPolicy } from './retry-policy.js';

/** What a `Resumption` is made from. */
export interface ResumptionParts {
  readonly host: CallHost;
  readonly resume: StreamResume;
  readonly policy: RetryPolicy;
  readonly scope: CallScope;
  readonly timeouts: ResolvedTimeouts;
  readonly accept: string;
}

/** Takes one streamed answer up again where it broke off, as often as the retries allow. */
export class Resumption {
  readonly #parts: ResumptionParts;
  #mediaType = '';
  #begun = false;
  /** Attempts since bytes have come. */
  #attempt = 0;
  #waitedMs = 0;
  /** Where the answer broke off last. */
  #brokenAt = -1;

  constructor(parts: ResumptionParts) {
    this.#parts = parts;
  }

  /** The answer has begun; what continues it must be of the same media type. */
  begin(mediaType: string): void {
    this.#begun = true;
    this.#mediaType = mediaType;
  }

  /**
   * The rest of the answer, from this byte on. `undefined` when there is none to be had: the retries are used up, or the server does not
   * have it. Rejects only when the call was ended meanwhile.
   */
  async next(broken: LmError, bytes: number): Promise<TransportBody | undefined> {
    const { policy, scope } = this.#parts;
    const isNew = bytes > this.#brokenAt;
    if (isNew) this.#attempt = 0;
    this.#brokenAt = bytes;
    let error = broken;
    for (;;) {
      this.#attempt += 1;
      const delayMs = policy.delayMs({ error, attempt: this.#attempt, waitedMs: this.#waitedMs });
      if (delayMs === undefined) return undefined;
      this.#log(error, bytes, delayMs);
      if (delayMs > 0) await scope.sleep(delayMs);
      this.#waitedMs += delayMs;
      const answer = await this.#open(bytes);
      if ('response' in answer) return this.#taken(answer, bytes, isNew, broken);
      error = answer;
      if (!isResumeRetried(error)) return undefined;
    }
  }

  /** Has the server told to stop; not where it cannot have begun. */
  leave(error: LmError | undefined): void {
    const { host, resume, scope } = this.#parts;
    if (scope.attempts === 0 || (!this.#begun && error !== undefined && neverBegan(error))) return;
    const leave = resume.cancel?.bind(resume);
    if (leave !== undefined) host.cancellations.send(leave, this.#begun);
  }

  async #open(bytes: number): Promise<OpenResponse | LmError> {
    const { host, resume, scope, timeouts, accept } = this.#parts;
    try {
      return await host.attempt(resume.continueFrom(bytes), scope, timeouts, accept, scope.attempts + 1);
    } catch (caught) {
      scope.throwIfFailed();
      return host.failureOf(caught, scope);
    }
  }

  #taken(answer: OpenResponse, bytes: number, isNew: boolean, { code }: LmError): TransportBody | undefined {
    const { body } = answer.response;
    if (answer.mediaType !== this.#mediaType) {
      // A page of something in between, say: it does not belong behind what came.
      body.cancel();
      return undefined;
    }
    if (isNew) {
      const message = `The stream broke off after ${bytes} bytes (${code}) and was taken up again there; nothing is missing.`;
      this.#parts.resume.warn?.({ code: 'stream_resumed', message });
    }
    return body;
  }

  #log({ code }: LmError, bytes: number, delayMs: number): void {
    const { host } = this.#parts;
    host.logger.warn('stream is taken up again', {
      code,
      bytes,
      attempt: this.#attempt,
      delayMs: Math.round(delayMs),
    });
  }
}

/** Whether a request that failed before its answer cannot have been taken up: refused, or never there. */
function neverBegan(error: LmError): boolean {
  if (isApiError(error)) return error.status >= 400 && error.status < 500;
  return error.code === 'connect_timeout' || (error.code === 'connection_failed' && error.retryable);
}
