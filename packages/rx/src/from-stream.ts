import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/**
 * Wraps an async iterable in a cold Observable. `open` is called once for each subscription. Unsubscribing aborts its signal and calls the
 * iterator's `return()` immediately, even while the iterable waits (RxJS's `from` does so only when the next value arrives). Pass the signal
 * to everything that waits inside, because a generator can end only when its own `await` does.
 *
 * If `open` throws, the Observable emits the error. An iterable that fails or ends by itself is not aborted.
 *
 * @example
 * const pieces = fromStream(async function* (signal) {
 *   const response = await fetch(url, { signal });
 *   if (response.body) yield* response.body.pipeThrough(new TextDecoderStream());
 * });
 */
export function fromStream<T>(open: (signal: AbortSignal) => AsyncIterable<T>): Observable<T> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber);
    iterateInto(subscriber, controller, open(controller.signal));
  });
}
