import type { Clock } from '../clock/clock.js';
import { toLmError } from '../errors/guards.js';
import type { Logger } from '../logging/logger.js';
import { CallScope } from '../signals/call-scope.js';
import type { HttpCall } from './http-call.js';
import { MAX_ERROR_BODY_BYTES } from '../decode/limits.js';
import type { OpenResponse } from './open-response.js';
import { readBodyText } from './read-body.js';

/** How long a server may take to hear that a stream was left. */
const CANCELLATION_TIMEOUT_MS = 5000;

/** After what time a server is told again that may not have begun yet when it was told first. */
const RESEND_AFTER_MS = 1000;

/** What the requests are sent with. */
export interface CancellationRequestsParts {
  readonly provider: string;
  readonly clock: Clock;
  readonly logger: Logger;
  send(call: HttpCall, scope: CallScope): Promise<OpenResponse>;
}

/**
 * Tells servers that streams were left which would go on by themselves. Best effort, with a clock of its own: the stream is over, so
 * that nobody hears of a failure but the log, and nobody waits but the client that is closed.
 */
export class CancellationRequests {
  readonly #parts: CancellationRequestsParts;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: CancellationRequestsParts) {
    this.#parts = parts;
  }

  /** @param begun Whether the answer has: a server that has not taken the request up yet does not know what to end. */
  send(createCall: () => HttpCall, begun: boolean): void {
    this.track(this.#send(createCall, begun ? [0] : [0, RESEND_AFTER_MS]));
  }

  /** Has `settled` wait for something that may send. It must not reject. */
  track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #send(createCall: () => HttpCall, waitsMs: readonly number[]): Promise<void> {
    const { provider, clock, logger } = this.#parts;
    const scope = new CallScope(clock, undefined, { provider, describe: () => 'the request that ends a left stream' });
    scope.startTotal(CANCELLATION_TIMEOUT_MS);
    for (const waitMs of waitsMs) {
      try {
        if (waitMs > 0) await scope.sleep(waitMs);
        const call = createCall();
        // The caller's signal and clocks have ended the stream; they are not this request's.
        const { headers } = call.options ?? {};
        const { response } = await this.#parts.send({ ...call, options: { headers } }, scope);
        await readBodyText(response.body, scope, { maxBytes: MAX_ERROR_BODY_BYTES, lenient: true });
      } catch (error) {
        logger.debug('server was not told that a stream was left', { provider, code: toLmError(error).code });
      }
    }
    scope.dispose();
  }
}
