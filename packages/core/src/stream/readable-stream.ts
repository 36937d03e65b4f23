import type { StreamSubscription } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/** A push source as a web stream: subscribed to at the first pull, paused while the stream's queue is full. */
export function toReadableStream<T>(source: PushSource<T>): ReadableStream<T> {
  let subscription: StreamSubscription | undefined;
  let over = false;
  return new ReadableStream<T>(
    {
      pull(controller) {
        if (subscription !== undefined) return subscription.resume();
        const started = source.subscribe({
          next(value) {
            if (over) return;
            controller.enqueue(value);
            if ((controller.desiredSize ?? 0) <= 0) subscription?.pause();
          },
          error(error) {
            over = true;
            controller.error(error);
          },
          complete() {
            if (over) return;
            over = true;
            controller.close();
          },
        });
        subscription = started;
      },
      cancel() {
        over = true;
        subscription?.cancel();
      },
    },
    // No pull, and so no request, before somebody reads.
    { highWaterMark: 0 },
  );
}
