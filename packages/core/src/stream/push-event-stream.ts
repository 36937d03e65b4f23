import type { EventObserver, EventStream, StreamSubscription } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import { StreamError } from '../errors/stream-error.js';
import { filterMapSource } from './pipe-source.js';
import { PullIterator } from './pull-iterator.js';
import { endedSubscription, failingSource, type PushSource } from './push-source.js';
import { toReadableStream } from './readable-stream.js';

interface AnyEvent {
  readonly type: string;
  readonly text?: string;
  readonly response?: unknown;
}

/** How a stream was used first. */
type Consumer = 'none' | 'events' | 'response';

/** The public stream over a push source: its forms share one subscription, and remember how it ended. */
export class PushEventStream<Event extends { readonly type: string }, Response> implements EventStream<
  Event,
  Response
> {
  readonly #source: PushSource<Event>;
  readonly #toError: (error: unknown) => unknown;
  #consumer: Consumer = 'none';
  #subscription: StreamSubscription | undefined;
  #observer: EventObserver<Event> | undefined;
  #closed = false;
  #ended = false;
  #canceled = false;
  readonly #response: Promise<Response>;
  #resolveResponse: (response: Response) => void = () => {};
  #rejectResponse: (error: unknown) => void = () => {};

  /** @param toError Maps an error of the source to the one that the consumer gets. */
  constructor(source: PushSource<Event>, toError = (error: unknown): unknown => error) {
    this.#source = source;
    this.#toError = toError;
    this.#response = new Promise((resolve, reject) => {
      this.#resolveResponse = resolve;
      this.#rejectResponse = reject;
    });
    // Whoever iterates gets the error there; a response that nobody asks for must not bring the process down.
    this.#response.catch(() => {});
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event, undefined> {
    const { source, onUnused } = this.#claim();
    return new PullIterator(source, onUnused);
  }

  text(): AsyncIterableIterator<string> {
    const { source, onUnused } = this.#claim();
    return new PullIterator(filterMapSource(source, textOf), onUnused);
  }

  toReadableStream(): ReadableStream<Event> {
    const { source, onUnused } = this.#claim();
    return toReadableStream(source, onUnused);
  }

  subscribe(observer: EventObserver<Event>): StreamSubscription {
    return this.#claim().source.subscribe(observer);
  }

  response(): Promise<Response> {
    if (this.#consumer === 'none' && !this.#ended) {
      this.#consumer = 'response';
      this.#run({ next() {}, error() {}, complete() {} });
    }
    return this.#response;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const observer = this.#observer;
    this.#cancel();
    // A pending pull is done rather than left to wait for ever.
    observer?.complete();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The source for the one consumer, with what it calls when it goes without a single pull; for a second one a source that fails. */
  #claim(): { source: PushSource<Event>; onUnused?: () => void } {
    if (this.#consumer !== 'none') {
      const error = new LmError(
        'invalid_request',
        'The stream has a consumer already. It can be read once: iterate it, or text(), or toReadableStream(), or subscribe; response() works beside any of them.',
      );
      return { source: failingSource(error) };
    }
    this.#consumer = 'events';
    return { source: { subscribe: (observer) => this.#run(observer) }, onUnused: () => this.#cancel() };
  }

  #run(observer: EventObserver<Event>): StreamSubscription {
    if (this.#closed) {
      observer.error(new LmError('closed', 'The stream was closed before it was read.'));
      return endedSubscription;
    }
    this.#observer = observer;
    let subscription: StreamSubscription;
    try {
      subscription = this.#source.subscribe(this.#relay(observer));
    } catch (error) {
      this.#fail(observer, error);
      return endedSubscription;
    }
    // Left, or closed, by whoever got the first events, before there was the means to cancel it.
    if (this.#canceled) subscription.cancel();
    if (this.#ended) return endedSubscription;
    this.#subscription = subscription;
    return { pause: () => subscription.pause(), resume: () => subscription.resume(), cancel: () => this.#cancel() };
  }

  /** Holds a source to the rules of a stream: `finish` is the last event, nothing follows an error, no end without either. */
  #relay(observer: EventObserver<Event>): EventObserver<Event> {
    let finished = false;
    const complete = (): void => {
      if (finished) return this.#end(() => observer.complete(), undefined);
      this.#fail(observer, new StreamError('stream_truncated', 'The stream ended without its finish event.'));
    };
    return {
      next: (event) => {
        if (finished || this.#ended) return;
        if (event.type === 'finish') {
          finished = true;
          this.#resolveResponse((event as AnyEvent).response as Response);
        }
        observer.next(event);
      },
      // The reply is whole: what fails behind it concerns nobody.
      error: (error) => (finished ? complete() : this.#fail(observer, error)),
      complete,
    };
  }

  #fail(observer: EventObserver<Event>, error: unknown): void {
    if (this.#ended) return;
    const mapped = this.#toError(error);
    this.#end(() => observer.error(mapped), mapped);
  }

  #end(notify: () => void, responseError: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#subscription = undefined;
    this.#observer = undefined;
    this.#rejectResponse(responseError);
    notify();
  }

  #cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#canceled = true;
    this.#observer = undefined;
    this.#rejectResponse(new LmError('closed', 'The stream was left before its end.'));
    const subscription = this.#subscription;
    this.#subscription = undefined;
    subscription?.cancel();
  }
}

function textOf(event: AnyEvent): string | undefined {
  return event.type === 'text-delta' ? event.text : undefined;
}
