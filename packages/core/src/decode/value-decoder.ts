import type { BodyDecoder } from './body-decoder.js';

/** Base class of decoders for other formats. It counts the values that they emit, and emits nothing after `stop`. */
export abstract class ValueDecoder<T> implements BodyDecoder {
  done = false;
  values = 0;
  readonly #emit: (value: T) => void;
  #stopped = false;

  constructor(emit: (value: T) => void) {
    this.#emit = emit;
  }

  abstract push(bytes: Uint8Array): void;

  abstract end(): void;

  stop(): void {
    this.done = true;
    this.#stopped = true;
  }

  /** Emits a value. */
  protected emit(value: T): void {
    if (this.#stopped) return;
    this.values += 1;
    this.#emit(value);
  }
}
