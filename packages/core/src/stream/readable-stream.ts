import { PullIterator } from './pull-iterator.js';
import type { PushSource } from './push-source.js';

/**
 * Converts a push source to a web stream. The source is subscribed to at the first read, and paused while too many values are queued, as by an
 * iterator.
 *
 * @param onUnused Called when the stream is canceled before its first read, when there is no subscription to cancel.
 * @param owner The stream of lmux. See `PullIterator`.
 */
export function toReadableStream<T>(source: PushSource<T>, onUnused?: () => void, owner?: object): ReadableStream<T> {
  const iterator = new PullIterator(source, onUnused, owner);
  return new ReadableStream<T>(
    {
      async pull(controller) {
        const result = await iterator.next();
        if (result.done === true) return controller.close();
        controller.enqueue(result.value);
        // Without a pull for each value, the values of one network read cost a third less.
        for (const value of iterator.takeQueued()) controller.enqueue(value);
      },
      async cancel() {
        await iterator.return();
      },
    },
    // With a high-water mark of 0, there is no pull, and therefore no request, before the first read.
    { highWaterMark: 0 },
  );
}
