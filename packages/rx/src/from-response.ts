import type { StreamEvent } from '@lmux/core';
import { readStreamEvents, type TypedEvent } from '@lmux/core/web';
import { Observable } from 'rxjs';
import { iterateInto } from './iterate-into.js';
import { subscriptionController } from './subscription-controller.js';

/**
 * Reads a response of `toResponse` of `@lmux/core/web`, for pages whose server has the client. The function is called once for each
 * subscription. Unsubscribing aborts its signal and cancels the body, and with it the model. Errors are those of `readStreamEvents`.
 *
 * A response can be read once. With a `Response` in place of a function, only the first subscription receives its events.
 *
 * @example
 * const text$ = fromResponse((signal) => fetch('/api/chat', { method: 'POST', body, signal })).pipe(textDeltas());
 */
export function fromResponse<Event extends TypedEvent = StreamEvent>(
  response: Response | ((signal: AbortSignal) => Promise<Response>),
): Observable<Event> {
  return new Observable((subscriber) => {
    const controller = subscriptionController(subscriber);
    const opened = typeof response === 'function' ? response(controller.signal) : response;
    iterateInto(subscriber, controller, readStreamEvents<Event>(opened));
  });
}
