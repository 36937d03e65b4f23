import type { LmError } from '../errors/lm-error.js';
import type { ObjectResponse } from './object-request.js';
import { PullIterator } from '../stream/pull-iterator.js';
import { filterMapSource } from '../stream/pipe-source.js';
import { StreamState } from '../stream/stream-state.js';
import type { PushSource, SourceSubscription } from '../stream/push-source.js';

/** What a stream of an object consists of. */
export type ObjectEvent<T, Partial, Element> =
  | { readonly type: 'partial'; readonly value: Partial }
  | { readonly type: 'element'; readonly value: Element }
  | { readonly type: 'finish'; readonly response: ObjectResponse<T> };

/**
 * An object that arrives as a stream. The request is sent when the stream is first read, and every error is reported there.
 *
 * A stream has one consumer: `partials()` or `elements()`. A second one fails with `invalid_request`. `object()` and `response()` can be
 * called in addition to a consumer, before or after it, or alone. With a consumer, they settle when that has read the stream to its end.
 *
 * Ending the stream early by `break`, `return`, an exception, an abort, `close()` or disposal closes the connection immediately.
 */
export interface ObjectStream<T, Partial> extends AsyncDisposable {
  /**
   * Returns the object as it grows, not validated, at most once for each network read. Each value is a snapshot, which shares the objects and arrays that are
   * complete with later ones: do not change it. If the model is asked to repair its response, the object begins again.
   */
  partials(): AsyncIterableIterator<Partial>;
  /** Returns the validated object at the end of the stream. Rejects with the error of the stream, see `generateObject`. */
  object(): Promise<T>;
  /** Returns the complete response, with the validated object, at the end of the stream. */
  response(): Promise<ObjectResponse<T>>;
  /** Ends the stream. A pending read completes as done, and a pending `object()` or `response()` rejects with `closed`. */
  close(): Promise<void>;
}

/** A list that arrives as a stream. */
export interface ElementStream<Element, Partial> extends ObjectStream<Element[], Partial> {
  /**
   * Returns the elements of the first list in the text, each validated once it is complete. If one is not valid, the stream fails with
   * `object_invalid`. The model is asked to repair its response only if no element was returned before.
   */
  elements(): AsyncIterableIterator<Element>;
}

/** The consumer of a stream of an object, by the events that it reads. */
export type ObjectConsumer = 'partial' | 'element';

/** How a stream is read. Its source knows this, and not the stream, so that a stream that was dropped is collected as garbage. */
interface Reading {
  consumer?: ObjectConsumer;
  /** True if the response is read even if the consumer does not wait. */
  isWanted?: boolean;
  run?: SourceSubscription;
}

/** The stream of an object over a source of its events. */
export class ObjectStreamImpl<T, Partial, Element> implements ObjectStream<T, Partial> {
  readonly #state: StreamState<ObjectEvent<T, Partial, Element>, ObjectResponse<T>>;
  readonly #reading: Reading = {};

  /**
   * @param open Returns the source for a consumer, or for the response alone.
   * @param toError Returns the error that the consumer receives.
   */
  constructor(
    open: (consumer: ObjectConsumer | undefined) => PushSource<ObjectEvent<T, Partial, Element>>,
    toError: (error: unknown) => LmError,
  ) {
    const reading = this.#reading;
    const source: PushSource<ObjectEvent<T, Partial, Element>> = {
      subscribe(observer) {
        const run = (reading.run = open(reading.consumer).subscribe(observer));
        // Reads from the network only while the consumer waits. The stream of the chat measures how long it does not, for `timeouts.consumer`.
        const start = (): void => void (reading.isWanted || run.pause());
        return Object.assign(run, { consumer: { start, stop: () => run.resume(), dispose() {} } });
      },
    };
    this.#state = new StreamState(source, { toError });
  }

  partials(): AsyncIterableIterator<Partial> {
    return this.#read('partial', (event) => (event.type === 'partial' ? event.value : undefined));
  }

  elements(): AsyncIterableIterator<Element> {
    return this.#read('element', (event) => (event.type === 'element' ? event.value : undefined));
  }

  object(): Promise<T> {
    const object = this.response().then((response) => response.object);
    // A consumer that iterates receives the error there. An unused object must not cause an unhandled rejection.
    object.catch(() => {});
    return object;
  }

  response(): Promise<ObjectResponse<T>> {
    this.#reading.isWanted = true;
    this.#reading.run?.resume();
    return this.#state.response();
  }

  close(): Promise<void> {
    return this.#state.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #read<Value>(
    consumer: ObjectConsumer,
    valueOf: (event: ObjectEvent<T, Partial, Element>) => Value | undefined,
  ): AsyncIterableIterator<Value> {
    this.#reading.consumer ??= consumer;
    const { source, onUnused } = this.#state.claim();
    return new PullIterator(filterMapSource(source, valueOf), onUnused, this);
  }
}
