import type { StreamEvent } from '../contract/stream-event.js';
import { DEFAULT_BODY_LIMITS } from '../decode/limits.js';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { attachPartial, StreamError } from '../errors/stream-error.js';
import { checkFromZero } from './check-options.js';
import { EventBody } from './event-body.js';
import { openError } from './open-error.js';
import { PartialCollector } from './partial-collector.js';
import { parseEvent } from './parse-event.js';
import type { TypedEvent } from './stream-format.js';

/** Options of `readStreamEvents`. */
export interface ReadStreamEventsOptions {
  /**
   * Maximum size of an event, and of one of its lines. A larger one fails with `limit_exceeded`. Characters beyond ASCII count as one or two
   * bytes. Default 16,777,216 (16 MiB).
   */
  readonly maxEventBytes?: number | undefined;
}

/**
 * Returns the events of a response of `toResponse` with the format `events` or `ndjson`. It also accepts the promise of `fetch`, so that a
 * failed connection is an error of lmux too. Runs in browsers, and does not need a client.
 *
 * It throws `invalid_request` if an option is wrong, and rejects with an `LmError`: that of the server with its code, whether it is the whole response or follows events, `stream_truncated` if the body
 * ends before `finish`, `connection_failed`, `aborted`, or `unexpected_response` if the response is not from `toResponse`. `partial` is the
 * part of the response that arrived. Leaving the loop early cancels the body, and with it the model.
 *
 * @example
 * const response = fetch('/api/chat', { method: 'POST', body: JSON.stringify({ messages }) });
 * for await (const event of readStreamEvents(response)) {
 *   if (event.type === 'text-delta') output.append(event.text);
 * }
 */
export function readStreamEvents<Event extends TypedEvent = StreamEvent>(
  response: Response | Promise<Response>,
  options: ReadStreamEventsOptions = {},
): AsyncIterableIterator<Event, undefined> {
  const { maxEventBytes = DEFAULT_BODY_LIMITS.maxEventBytes } = options;
  checkFromZero('maxEventBytes', maxEventBytes, 'bytes');
  const body = new EventBody(response, maxEventBytes);
  const events = eventsOf<Event>(body);
  return {
    next: () => events.next(),
    // The body is canceled first, because a generator that waits for it handles `return` only when the wait is over.
    async return() {
      await body.cancel();
      return events.return(undefined);
    },
    async throw(error) {
      await body.cancel();
      return events.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* eventsOf<Event extends TypedEvent>(body: EventBody): AsyncGenerator<Event, undefined> {
  const partial = new PartialCollector();
  try {
    await body.open();
    let texts: readonly string[] | undefined;
    while ((texts = await body.read()) !== undefined) {
      for (const text of texts) {
        const event = parseEvent(text, body.isEnded);
        if (event === undefined) break;
        partial.add(event);
        yield event as TypedEvent as Event;
        if (event.type === 'finish') return undefined;
      }
    }
    if (body.isCanceled) return undefined;
    throw new StreamError(
      'stream_truncated',
      'The response ended before the event "finish", so it is incomplete. The server or a proxy closed the connection. Retry the request.',
    );
  } catch (error) {
    if (body.isCanceled) return undefined;
    const failure: LmError = isLmError(error) ? error : openError(error);
    throw partial.isEmpty ? failure : attachPartial(failure, partial.value);
  } finally {
    await body.cancel();
  }
}
