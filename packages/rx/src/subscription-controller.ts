import type { Subscription } from 'rxjs';

/**
 * Creates the abort controller of one subscription. It is aborted with the caller's signal and its reason. The creator also aborts it when
 * the subscriber unsubscribes. `AbortSignal.any` is not used, because a long-lived signal can retain the signals that depend on it.
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
