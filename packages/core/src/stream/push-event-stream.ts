import type { EventObserver, EventStream, StreamSubscription } from '../contract/streams.js';
import { filterMapSource } from './pipe-source.js';
import { PullIterator } from './pull-iterator.js';
import type { PushSource } from './push-source.js';
import { toReadableStream } from './readable-stream.js';
import { StreamState, type StreamHooks } from './stream-state.js';

interface AnyEvent {
  readonly type: string;
  readonly text?: string;
}

/**
 * The public stream over a push source. The source knows only its state, so that a stream and its iterator can be collected as garbage once the
 * application has neither.
 */
export class PushEventStream<Event extends { readonly type: string }, Response> implements EventStream<
  Event,
  Response
> {
  readonly #state: StreamState<Event, Response>;

  constructor(source: PushSource<Event>, hooks: StreamHooks<Response> = {}) {
    this.#state = new StreamState(source, hooks);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event, undefined> {
    const { source, onUnused } = this.#state.claim();
    return new PullIterator(source, onUnused, this);
  }

  text(): AsyncIterableIterator<string> {
    const { source, onUnused } = this.#state.claim();
    return new PullIterator(filterMapSource(source, textOf), onUnused, this);
  }

  toReadableStream(): ReadableStream<Event> {
    const { source, onUnused } = this.#state.claim();
    return toReadableStream(source, onUnused, this);
  }

  subscribe(observer: EventObserver<Event>): StreamSubscription {
    const subscription = this.#state.claim().source.subscribe(observer);
    const { consumer } = subscription;
    if (consumer === undefined) return subscription;
    let paused = false;
    return {
      pause() {
        if (!paused) consumer.start();
        paused = true;
        subscription.pause();
      },
      resume() {
        paused = false;
        consumer.stop();
        subscription.resume();
      },
      cancel: () => subscription.cancel(),
    };
  }

  response(): Promise<Response> {
    return this.#state.response();
  }

  close(): Promise<void> {
    return this.#state.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function textOf(event: AnyEvent): string | undefined {
  return event.type === 'text-delta' ? event.text : undefined;
}
