import type { CallOptions, EventObserver, StreamSubscription } from '@lmux/core';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/** A stream as it is used here. */
interface SubscribableStream<Event> extends AsyncIterable<Event> {
  /** Core's streams have it; those of a client made by hand, in a test for instance, may not. */
  subscribe?(observer: EventObserver<Event>): StreamSubscription;
}

/**
 * A stream of the client as a cold Observable, by the stream's push door: an event passes from the network read to the
 * subscriber in one synchronous call, without a promise.
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
    // Registered before the stream may push: a subscriber may leave at the first event.
    subscriber.add(() => {
      if (over) return;
      subscription?.cancel();
      controller.abort();
    });
    // A subscriber that has left is told nothing, not even that it has: `config.onStoppedNotification` would report it.
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
