import type { LmError } from '@lmux/core';
import { toErrorBody } from '@lmux/core/web';
import {
  asyncScheduler,
  catchError,
  interval,
  map,
  Observable,
  of,
  type OperatorFunction,
  type SchedulerLike,
} from 'rxjs';
import type { ClientEvent } from './client-event.js';

/** A server-sent event, as `MessageEvent` of `@nestjs/common` describes it. */
export interface SseMessage {
  /** An event of the stream, or `{ type: 'error', error }`. Absent in a comment. */
  readonly data?: object;
  /** Event name. It is `error` for an error and absent otherwise, so that `onmessage` of an `EventSource` receives all other events. */
  readonly type?: string;
  /** Time in ms after which an `EventSource` that was not closed connects again. */
  readonly retry?: number;
  /** A comment, which readers ignore. */
  readonly comment?: string;
}

/** Options of `toSse`. */
export interface ToSseOptions {
  /**
   * Returns the message that the client receives for an error. Default: the error's own message if lmux rejected the request, otherwise the
   * description of its code, because the message contains the address of the model's server. To send all of them: `(error) => error.message`.
   */
  readonly errorMessage?: ((error: LmError) => string) | undefined;
  /** Interval in ms at which a comment keeps the connection open if there was no event since. 0 sends none. @defaultValue 15_000 */
  readonly keepAliveMs?: number | undefined;
  /** Scheduler for `keepAliveMs`. @defaultValue `asyncScheduler` */
  readonly scheduler?: SchedulerLike | undefined;
}

/**
 * Time in ms that an `EventSource` waits before it connects again after the last event: a day. Without it, a page that does not close its
 * `EventSource` sends the request to the model again every few seconds.
 */
const RETRY_AFTER_END_MS = 86_400_000;

const KEEP_ALIVE: SseMessage = { comment: 'keep-alive' };

/**
 * Maps the events of a stream to server-sent events, for `@Sse()` of NestJS. The format is that of `toResponse` of `@lmux/core/web`, so
 * `readStreamEvents` and `fromResponse` read it. `finish` is the last event of a complete stream.
 *
 * The observable does not fail. An error is its last message, with the name `error` and the data `{ type: 'error', error: { code, message,
 * retryable, retryAfterMs? } }`.
 *
 * @example
 * @Sse('chat')
 * chat(@Query('q') q: string) {
 *   return rx(this.client).chat({ messages: [{ role: 'user', content: q }] }).pipe(toSse());
 * }
 */
export function toSse(options: ToSseOptions = {}): OperatorFunction<ClientEvent, SseMessage> {
  const { errorMessage, keepAliveMs = 15_000, scheduler = asyncScheduler } = options;
  return (source) =>
    new Observable((subscriber) => {
      let isIdle = true;
      if (keepAliveMs > 0) {
        // One timer for the stream. A timer for each event would cost more than the event.
        const ticks = interval(keepAliveMs, scheduler).subscribe(() => {
          if (isIdle) subscriber.next(KEEP_ALIVE);
          isIdle = true;
        });
        subscriber.add(ticks);
      }
      const messages = source.pipe(
        map((event): SseMessage => {
          isIdle = false;
          return event.type === 'finish' ? { data: event, retry: RETRY_AFTER_END_MS } : { data: event };
        }),
        catchError((error: unknown) => {
          const data = { type: 'error', ...toErrorBody(error, errorMessage) };
          return of({ type: 'error', data, retry: RETRY_AFTER_END_MS });
        }),
      );
      subscriber.add(messages.subscribe(subscriber));
    });
}
