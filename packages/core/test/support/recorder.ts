import type { EventObserver } from '../../src/contract/streams.js';

/** An observer that records what it receives. */
export class Recorder<T> implements EventObserver<T> {
  /** The values, followed by `{ error }` or `complete`. */
  readonly heard: (T | { error: unknown } | 'complete')[] = [];
  /** Resolves when the stream ends, with or without an error. */
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
