import { LmError } from '../errors/lm-error.js';
import { PullIterator } from './pull-iterator.js';
import { failingSource, type PushSource } from './push-source.js';

/**
 * A stream of a wire client. Nothing is sent before the first pull. It has a single consumer. Ending it early in any way (break, return,
 * throw, abort, `close`, dispose) closes the connection immediately.
 */
export class WireStream<T> implements AsyncIterable<T>, AsyncDisposable {
  readonly #source: PushSource<T>;
  #iterator: PullIterator<T> | undefined;
  #closed = false;

  constructor(source: PushSource<T>) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return new PullIterator(failingSource<T>(refusal));
    this.#iterator = new PullIterator(this.#source);
    return this.#iterator;
  }

  /** Ends the stream if it is running. A pending pull is then done. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#iterator?.return();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refusal(): LmError | undefined {
    if (this.#iterator !== undefined) {
      return new LmError('invalid_request', 'The stream already has a consumer. It can be iterated only once.');
    }
    return this.#closed
      ? new LmError('closed', 'The stream was closed before it was read. Create another stream.')
      : undefined;
  }
}
