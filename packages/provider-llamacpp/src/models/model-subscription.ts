import type { CallOptions, OperationScope, HttpClient } from '@lmux/core/provider';
import type { StreamSubscription } from '@lmux/core/provider/streams';
import { modelEventsSource } from './endpoint.js';
import type { LlamaCppModelEvent } from './wire.js';

/** Interval in ms between two requests for the list if the server sends no events. */
const POLL_MS = 500;

/** The dependencies of a subscription. */
export interface SubscriptionParts {
  readonly http: HttpClient;
  /** Cancels the subscription and provides its timers. */
  readonly scope: OperationScope;
  /** The caller's options with the signal of the scope. */
  readonly options: CallOptions;
}

/**
 * Subscribes to a router's events about its models. If there are no events (older builds lack the route, and a proxy may close it), the
 * subscription signals when to request the list instead.
 */
export class ModelSubscription {
  readonly #parts: SubscriptionParts;
  /** Events from `#head` have not been read. The others stay until all are read, because removing the first would move all others. */
  #events: LlamaCppModelEvent[] = [];
  #head = 0;
  #subscription: StreamSubscription | undefined;
  #live = true;
  #wake: (() => void) | undefined;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
  }

  /** Resolves when the event stream is open or has failed. No event after that is missed. */
  open(): Promise<void> {
    const { http, options, scope } = this.#parts;
    return scope.race(
      () =>
        new Promise<void>((resolve) => {
          const end = (): void => {
            this.#live = false;
            this.#wake?.();
            resolve();
          };
          this.#subscription = modelEventsSource(http, options, resolve).subscribe({
            next: (event) => {
              this.#events.push(event);
              this.#wake?.();
            },
            error: end,
            complete: end,
          });
        }),
    );
  }

  /** Returns the next event, or `undefined` when it is time to request the list. Rejects when the call ends. */
  async next(): Promise<LlamaCppModelEvent | undefined> {
    const { scope } = this.#parts;
    scope.throwIfFailed();
    if (this.#events.length === 0) {
      if (!this.#live) {
        await scope.sleep(POLL_MS);
        return undefined;
      }
      await scope.race(() => new Promise<void>((resolve) => (this.#wake = resolve)));
    }
    const event = this.#events[this.#head];
    this.#head += 1;
    if (this.#head >= this.#events.length) {
      this.#events = [];
      this.#head = 0;
    }
    return event;
  }

  close(): void {
    this.#subscription?.cancel();
  }
}
