import { LmError } from '../../errors/lm-error.js';

interface Flight<T, Progress> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: Progress) => void>;
  waiting: number;
}

/** The options of a caller that joins a job. */
export interface Joined<Progress> {
  /** Detaches the caller. */
  readonly signal: AbortSignal | undefined;
  /** Receives the progress of the job until the caller detaches. */
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

type Job<T, Progress> = (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>;

/**
 * Runs a job once for all concurrent callers with the same key. Aborting detaches only that caller. The job is canceled when the last caller
 * detaches.
 */
export class SingleFlight<T, Progress> {
  readonly #flights = new Map<string, Flight<T, Progress>>();

  /** Joins the running job of a key, or starts it. */
  async run(key: string, { signal, onProgress }: Joined<Progress>, job: Job<T, Progress>): Promise<T> {
    const flight = this.#flights.get(key) ?? this.#start(key, job);
    flight.waiting += 1;
    // A new function for each caller, since two callers may pass the same listener, which a set would contain only once.
    const listener = onProgress && ((progress: Progress) => onProgress(progress));
    if (listener !== undefined) flight.listeners.add(listener);
    try {
      return await withAbort(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      if (listener !== undefined) flight.listeners.delete(listener);
      // Forgotten first, so that the next caller starts a new job instead of joining a canceled one.
      if (flight.waiting === 0 && this.#forget(key, flight)) {
        flight.controller.abort(new LmError('aborted', 'All callers that waited for the operation aborted.'));
      }
    }
  }

  #start(key: string, job: Job<T, Progress>): Flight<T, Progress> {
    const controller = new AbortController();
    const listeners = new Set<(progress: Progress) => void>();
    const result = job(controller.signal, (progress) => {
      for (const listener of listeners) listener(progress);
    });
    const flight: Flight<T, Progress> = { result, controller, listeners, waiting: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => void this.#forget(key, flight);
    result.then(forget, forget);
    return flight;
  }

  /** Removes a job. Returns false if it was already removed. */
  #forget(key: string, flight: Flight<T, Progress>): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }
}

/** Returns a new promise of the result even without a signal, so that all callers settle in the same microtask turn. */
function withAbort<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void =>
      reject(
        new LmError('aborted', 'The caller aborted the wait. The reason is in "cause".', { cause: signal?.reason }),
      );
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', onAbort));
  });
}
