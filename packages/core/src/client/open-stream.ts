import type { CallOptions } from '../contract/call-options.js';
import type { EventObserver, StreamSubscription } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import type { EventSourceLike } from '../provider/provider.js';
import { endedSubscription, type PushSource } from '../stream/push-source.js';
import { PushEventStream } from '../stream/push-event-stream.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { ClientCore } from './client-core.js';

/**
 * A stream whose request is checked, planned and sent at the first pull: every error comes out of pulling, named after the
 * provider.
 */
export function openStream<Event extends { readonly type: string }, Response>(
  core: ClientCore,
  prepare: () => EventSourceLike<Event>,
  options: CallOptions,
): PushEventStream<Event, Response> {
  const source: PushSource<Event> = {
    subscribe(observer: EventObserver<Event>): StreamSubscription {
      const kept = new KeptObserver(observer, (error) => core.named(error, options?.signal));
      try {
        return toPushSource(prepare()).subscribe(kept);
      } catch (error) {
        kept.error(error);
        return endedSubscription;
      }
    },
  };
  return new PushEventStream<Event, Response>(source);
}

/** Holds a provider to the rules of a stream: `finish` is the last event, nothing follows an error, no end without either. */
class KeptObserver<Event extends { readonly type: string }> implements EventObserver<Event> {
  readonly #observer: EventObserver<Event>;
  readonly #named: (error: unknown) => LmError;
  #finished = false;
  #over = false;

  constructor(observer: EventObserver<Event>, named: (error: unknown) => LmError) {
    this.#observer = observer;
    this.#named = named;
  }

  next(event: Event): void {
    if (this.#finished || this.#over) return;
    this.#finished = event.type === 'finish';
    this.#observer.next(event);
  }

  error(error: unknown): void {
    // The reply is whole: what fails behind it concerns nobody.
    if (this.#finished) return this.complete();
    if (this.#over) return;
    this.#over = true;
    this.#observer.error(this.#named(error));
  }

  complete(): void {
    if (!this.#finished) {
      return this.error(new LmError('stream_truncated', 'The stream ended without its finish event.'));
    }
    if (this.#over) return;
    this.#over = true;
    this.#observer.complete();
  }
}
