import type { EventObserver } from '../../src/contract/streams.js';

/** An observer that keeps what it hears. */
export class Recorder<T> implements EventObserver<T> {
  /** Values, and how it ended: `{ error }` or `complete`. */
  readonly heard: (T | { error: unknown } | 'complete')[] = [];
  /** Resolves when it ends in any way. */
  readonly ended: Promise<void>;
  #end: () => void = () => {};

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  next(value: T): void {
    this.heard.push(value);
  }

  error(error: unknown): void {
    this.heard.push({ error });
    this.#end();
  }

  complete(): void {
    this.heard.push('complete');
    this.#end();
  }
}
