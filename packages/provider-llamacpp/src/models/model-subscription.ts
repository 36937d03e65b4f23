import type { CallOptions, OperationScope, HttpClient } from '@lmux/core/provider';
import type { StreamSubscription } from '@lmux/core/provider/streams';
import { modelEventsSource } from './endpoint.js';
import type { LlamaCppModelEvent } from './wire.js';

/** Milliseconds between two looks at the list where the server tells no events. */
const POLL_MS = 500;

/** What a watch needs: the scope ends it, and does its waiting. */
export interface WatchParts {
  readonly http: HttpClient;
  readonly scope: OperationScope;
  /** The caller's settings, with the scope's signal. */
  readonly options: CallOptions;
}

/**
 * Listens to what a router tells of its models. Where it does not tell (older builds have no such route, a proxy may cut it), it says
 * when to look at the list instead.
 */
export class RouterWatch {
  readonly #parts: WatchParts;
  readonly #events: LlamaCppModelEvent[] = [];
  #subscription: StreamSubscription | undefined;
  #live = true;
  #wake: (() => void) | undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** Resolves when the server has begun to tell, or it is known that it will not: what happens afterwards is not missed. */
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

  /** The next event; `undefined` where it is time to look at the list. Rejects when the call is ended. */
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
