import type { StreamSubscription } from '../contract/streams.js';
import type { PushSource } from './push-source.js';

/**
 * Converts a push source to a web stream. The source is subscribed to at the first pull, and paused while the stream's queue is not empty.
 *
 * @param onUnused Called when the stream is canceled before its first pull, when there is no subscription to cancel.
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
            // At 0, the value went directly to a reader, and another reader may be waiting.
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
    // With a high-water mark of 0, there is no pull, and therefore no request, before the first read.
    { highWaterMark: 0 },
  );
}
