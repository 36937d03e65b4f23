import type { StreamSubscription } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/**
 * A push source as a web stream: subscribed to at the first pull, paused while the stream's queue holds something.
 * @param onUnused Called when it is cancelled before its first pull, when there is nothing else to cancel.
 */
export function toReadableStream<T>(source: PushSource<T>, onUnused?: () => void): ReadableStream<T> {
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
            // Not at 0: then the value went straight to a reader, and another one may be waiting.
            if ((controller.desiredSize ?? 0) < 0) subscription?.pause();
          },
          error(error) {
            if (over) return;
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
        if (subscription === undefined) onUnused?.();
        else subscription.cancel();
      },
    },
    // No pull, and so no request, before somebody reads.
    { highWaterMark: 0 },
  );
}
