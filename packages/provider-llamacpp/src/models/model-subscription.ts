import type { CallOptions, OperationScope, HttpClient } from '@lmux/core/provider';
import type { StreamSubscription } from '@lmux/core/provider/streams';
import { modelEventsSource } from './endpoint.js';
import type { LlamaCppModelEvent } from './wire.js';

/** Milliseconds between two requests of the list where the server sends no events. */
const POLL_MS = 500;

/** What a subscription is made from: the scope ends it, and does its waiting. */
export interface SubscriptionParts {
  readonly http: HttpClient;
  readonly scope: OperationScope;
  /** The caller's settings, with the scope's signal. */
  readonly options: CallOptions;
}

/**
 * Listens to a router's events about its models. Where no events come (older builds have no such route, a proxy may close it), it says
 * when to request the list instead.
 */
export class ModelSubscription {
  readonly #parts: SubscriptionParts;
  readonly #events: LlamaCppModelEvent[] = [];
  #subscription: StreamSubscription | undefined;
  #live = true;
  #wake: (() => void) | undefined;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
  }

  /** Resolves when the events have begun, or it is known that none will come: what happens afterwards is not missed. */
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

  /** The next event; `undefined` where it is time to request the list. Rejects when the call is ended. */
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
    return this.#events.shift();
  }

  close(): void {
    this.#subscription?.cancel();
  }
}
