import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/**
 * An async iterable as a cold Observable. `open` is called once a subscription; unsubscribing aborts its signal and calls
 * the iterator's `return()` at once, also while the iterable waits (rxjs's `from` does so only when the next value comes).
 * Give the signal to whatever waits inside: a generator can only end when its own `await` does.
 *
 * What `open` throws arrives as the Observable's error. An iterable that fails or ends by itself is not aborted.
 *
 * @example
 * const pieces = fromStream(async function* (signal) {
 *   const answer = await fetch(url, { signal });
 *   if (answer.body) yield* answer.body.pipeThrough(new TextDecoderStream());
 * });
 */
export function fromStream<T>(open: (signal: AbortSignal) => AsyncIterable<T>): Observable<T> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber);
    iterateInto(subscriber, controller, open(controller.signal));
  });
}
