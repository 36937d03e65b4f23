import type { Clock } from '../clock/clock.js';
import { toLmError } from '../errors/guards.js';
import type { Logger } from '../logging/logger.js';
import { CallScope } from '../signals/call-scope.js';
import type { HttpCall } from './http-call.js';
import { MAX_ERROR_BODY_BYTES } from '../decode/limits.js';
import type { OpenResponse } from './open-response.js';
import { readBodyText } from './read-body.js';

/** Timeout in ms for the cancellation requests of one stream. */
const CANCELLATION_TIMEOUT_MS = 5000;

/** Delay in ms before a second cancellation request, if the server may not have started the response at the first. */
const RESEND_AFTER_MS = 1000;

/** The dependencies of `CancellationRequests`. */
export interface CancellationRequestsParts {
  readonly provider: string;
  readonly clock: Clock;
  readonly logger: Logger;
  send(call: HttpCall, scope: CallScope): Promise<OpenResponse>;
}

/**
 * Sends cancellation requests to servers that would continue canceled streams without a reader. This is best effort, with a timeout of its
 * own. The stream has already ended, so a failure is only logged, and only the closing of the client waits for the requests.
 */
export class CancellationRequests {
  readonly #parts: CancellationRequestsParts;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: CancellationRequestsParts) {
    this.#parts = parts;
  }

  /**
   * Sends the cancellation request of a stream, without waiting for it.
   *
   * @param begun True if the response has begun. Otherwise the server may not know the stream yet, and the request is sent a second time.
   */
  send(createCall: () => HttpCall, begun: boolean): void {
    this.track(this.#send(createCall, begun ? [0] : [0, RESEND_AFTER_MS]));
  }

  /** Makes `settled` wait for a promise that may send a cancellation request. The promise must not reject. */
  track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Resolves when no requests are pending. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #send(createCall: () => HttpCall, waitsMs: readonly number[]): Promise<void> {
    const { provider, clock, logger } = this.#parts;
    const scope = new CallScope(clock, undefined, { provider, describe: () => 'the cancellation request' });
    scope.startTotal(CANCELLATION_TIMEOUT_MS);
    for (const waitMs of waitsMs) {
      try {
        if (waitMs > 0) await scope.sleep(waitMs);
        const call = createCall();
        // The caller's signal and timeouts apply to the stream, not to this request.
        const { headers } = call.options ?? {};
        const { response } = await this.#parts.send({ ...call, options: { headers } }, scope);
        await readBodyText(response.body, scope, { maxBytes: MAX_ERROR_BODY_BYTES, lenient: true });
      } catch (error) {
        logger.debug('cancellation request failed', { provider, code: toLmError(error).code });
      }
    }
    scope.dispose();
  }
}
