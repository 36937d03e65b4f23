import { LmError } from '../errors/lm-error.js';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Runs a job once for all who ask for it meanwhile under one key. Whoever aborts leaves alone; the job itself is ended when the
 * last one has left.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /** Joins the job of that key, or starts it. */
  async run(key: string, signal: AbortSignal | undefined, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const flight = this.#flights.get(key) ?? this.#start(key, job);
    flight.waiting += 1;
    try {
      return await withAbort(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      // Whoever asks from now on starts anew instead of joining a job that is being ended.
      if (flight.waiting === 0 && this.#forget(key, flight)) {
        flight.controller.abort(new LmError('aborted', 'All who waited for it have left.'));
      }
    }
  }

  #start(key: string, job: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const result = job(controller.signal);
    const flight: Flight<T> = { result, controller, waiting: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => void this.#forget(key, flight);
    result.then(forget, forget);
    return flight;
  }

  /** Gives false when the job was over. */
  #forget(key: string, flight: Flight<T>): boolean {
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
