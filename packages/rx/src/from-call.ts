import type { CallOptions } from '@lmux/core';
import { Observable } from 'rxjs';
import { subscriptionController } from './subscription-controller.js';

/** A call of the client as a cold Observable of its one response: called at subscription, aborted by leaving. */
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
