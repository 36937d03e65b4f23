import { LmError } from '../errors/lm-error.js';

interface Flight<T, Progress> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<(progress: Progress) => void>;
  waiting: number;
}

/** What someone brings who joins a job. */
export interface Joined<Progress> {
  /** Leaves the job. */
  readonly signal: AbortSignal | undefined;
  /** Is told how far the job is, until it is left. */
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

type Job<T, Progress> = (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>;

/**
 * Runs a job once for all who ask for it meanwhile under one key. Whoever aborts leaves alone; the job itself is ended when the
 * last one has left.
 */
export class SingleFlight<T, Progress> {
  readonly #flights = new Map<string, Flight<T, Progress>>();

  /** Joins the job of that key, or starts it. */
  async run(key: string, { signal, onProgress }: Joined<Progress>, job: Job<T, Progress>): Promise<T> {
    const flight = this.#flights.get(key) ?? this.#start(key, job);
    flight.waiting += 1;
    // One that is another's too would be told once for both, and by neither once one of them has left.
    const listener = onProgress && ((progress: Progress) => onProgress(progress));
    if (listener !== undefined) flight.listeners.add(listener);
    try {
      return await withAbort(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      if (listener !== undefined) flight.listeners.delete(listener);
      // Whoever asks from now on starts anew instead of joining a job that is being ended.
      if (flight.waiting === 0 && this.#forget(key, flight)) {
        flight.controller.abort(new LmError('aborted', 'All who waited for it have left.'));
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

  /** Gives false when the job was over. */
  #forget(key: string, flight: Flight<T, Progress>): boolean {
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }
}

/** Also without a signal by way of a promise of its own, so that all who wait hear of the result in the same turn. */
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
