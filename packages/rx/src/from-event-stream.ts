import type { CallOptions, EventObserver, StreamSubscription } from '@lmux/core';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/** A stream that can be iterated and, optionally, subscribed to. */
interface SubscribableStream<Event> extends AsyncIterable<Event> {
  /** Streams of core have it. Streams of a hand-written client, such as a test double, may not. */
  subscribe?(observer: EventObserver<Event>): StreamSubscription;
}

/**
 * Wraps a stream of the client in a cold Observable. It uses the stream's `subscribe`, so that an event passes from the network read to
 * the subscriber in one synchronous call, without a promise.
 */
export function fromEventStream<Event>(
  options: CallOptions | undefined,
  open: (options: CallOptions) => SubscribableStream<Event>,
): Observable<Event> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber, options?.signal);
    const stream = open({ ...options, signal: controller.signal });
    if (stream.subscribe === undefined) return iterateInto(subscriber, controller, stream);

    let subscription: StreamSubscription | undefined;
    let over = false;
    // Registered before the stream can push, because a subscriber may unsubscribe on the first event.
    subscriber.add(() => {
      if (over) return;
      subscription?.cancel();
      controller.abort();
    });
    // Nothing is sent to a closed subscriber, since RxJS would report it to `config.onStoppedNotification`.
    subscription = stream.subscribe({
      next: (event) => subscriber.next(event),
      error(error) {
        over = true;
        if (!subscriber.closed) subscriber.error(error);
      },
      complete() {
        over = true;
        if (!subscriber.closed) subscriber.complete();
      },
    });
    if (subscriber.closed && !over) subscription.cancel();
    return undefined;
  });
}
