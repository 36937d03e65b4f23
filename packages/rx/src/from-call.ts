import type { CallOptions } from '@lmux/core';
import { Observable } from 'rxjs';
import { subscriptionController } from './subscription-controller.js';

/**
 * Wraps a call of the client in a cold Observable of its one response. The call is made on subscription and aborted when the subscriber
 * unsubscribes.
 */
export function fromCall<T>(
  options: CallOptions | undefined,
  call: (options: CallOptions) => Promise<T>,
): Observable<T> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber, options?.signal);
    let over = false;
    subscriber.add(() => {
      if (!over) controller.abort();
    });
    call({ ...options, signal: controller.signal }).then(
      (response) => {
        over = true;
        subscriber.next(response);
        subscriber.complete();
      },
      (error: unknown) => {
        over = true;
        if (!subscriber.closed) subscriber.error(error);
      },
    );
  });
}
