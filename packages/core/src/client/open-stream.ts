import type { EventObserver, StreamSubscription } from '../contract/streams.js';
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
): PushEventStream<Event, Response> {
  const source: PushSource<Event> = {
    subscribe(observer: EventObserver<Event>): StreamSubscription {
      const failing: EventObserver<Event> = {
        next: (event) => observer.next(event),
        error: (error) => observer.error(core.named(error)),
        complete: () => observer.complete(),
      };
      let opened: PushSource<Event>;
      try {
        opened = toPushSource(prepare());
      } catch (error) {
        failing.error(error);
        return endedSubscription;
      }
      return opened.subscribe(failing);
    },
  };
  return new PushEventStream<Event, Response>(source);
}
