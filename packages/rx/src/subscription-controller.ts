import type { Subscription } from 'rxjs';

/**
 * The controller of one subscription's signal: aborted when the caller's own signal is, with its reason; whoever makes it aborts it
 * when the subscriber leaves. Joined by hand, since what `AbortSignal.any` makes can be held by a long-lived signal
 * until that one is gone.
 */
export function subscriptionController(subscription: Subscription, caller?: AbortSignal): AbortController {
  const controller = new AbortController();
  if (caller === undefined) return controller;
  const onAbort = (): void => controller.abort(caller.reason);
  if (caller.aborted) {
    onAbort();
  } else {
    caller.addEventListener('abort', onAbort, { once: true });
    subscription.add(() => caller.removeEventListener('abort', onAbort));
  }
  return controller;
}
