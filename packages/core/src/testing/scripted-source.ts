import type { PartialResponse } from '../contract/chat.js';
import type { EventObserver } from '../contract/streams.js';
import { abortedError } from '../errors/aborted-error.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { attachPartial } from '../errors/stream-error.js';
import type { PushSource } from '../stream/push-source.js';

/** Writes the events of one stream. */
export interface ScriptedEvents {
  /** Emits all events, and throws the error with which the stream fails. */
  write(): Promise<void>;
  /** Returns the partial response, for errors. */
  partial(): PartialResponse;
}

/**
 * Returns a source of scripted events. They are pushed in one turn, as one network read would. The stream ends early if it is canceled or
 * the signal is aborted.
 */
export function scriptedSource<Event>(
  signal: AbortSignal | undefined,
  open: (emit: (event: Event) => void) => ScriptedEvents,
): PushSource<Event> {
  return {
    subscribe(observer: EventObserver<Event>) {
      let isOver = false;
      let hasBegun = false;
      const script = open((event) => {
        if (isOver) return;
        hasBegun = true;
        observer.next(event);
      });
      const end = (tell?: () => void): void => {
        if (isOver) return;
        isOver = true;
        signal?.removeEventListener('abort', onAbort);
        tell?.();
      };
      const fail = (error: unknown): void =>
        end(() => observer.error(hasBegun && isLmError(error) ? attachPartial(error, script.partial()) : error));
      const onAbort = (): void => fail(abortedError(signal));
      signal?.addEventListener('abort', onAbort);
      script.write().then(() => end(() => observer.complete()), fail);
      return { pause() {}, resume() {}, cancel: () => end() };
    },
  };
}

/**
 * Reads a stream to its end and resolves with the response of its finish event. Rejects if the stream fails, ends without one, or the
 * signal is aborted.
 *
 * @param signal The caller's signal, for a source that does not end when it is aborted.
 */
export function finishedResponse<Response>(
  source: PushSource<{ readonly type: string; readonly response?: unknown }>,
  signal?: AbortSignal,
): Promise<Response> {
  let onAbort: (() => void) | undefined;
  const response = new Promise<Response>((resolve, reject) => {
    const subscription = source.subscribe({
      next: (event) => {
        if (event.type === 'finish') resolve(event.response as Response);
      },
      error: reject,
      complete: () =>
        reject(new LmError('stream_truncated', 'The stream ended without a finish event. Emit one as the last event.')),
    });
    onAbort = (): void => {
      subscription.cancel();
      reject(abortedError(signal));
    };
    signal?.addEventListener('abort', onAbort);
  });
  return response.finally(() => {
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  });
}
