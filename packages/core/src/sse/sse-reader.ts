import { createParser, type EventSourceParser } from 'eventsource-parser';
import { StreamError } from '../errors/stream-error.js';

/** What an `SseReader` tells. */
export interface SseHandlers {
  /** An event with data; `name` is its `event:` line, if it had one. */
  event(data: string, name: string | undefined): void;
  /** A line that no event stream should have: bare JSON, HTML, an `error:` line of old servers. */
  strayLine(line: string): void;
}

/**
 * Text of an event stream in, events out, synchronously. It forgives what servers get wrong: a last event that lacks its
 * blank line counts, and lines that are no fields are told rather than dropped.
 */
export class SseReader {
  readonly #parser: EventSourceParser;
  #overflowed = false;

  constructor(handlers: SseHandlers, maxEventBytes: number) {
    this.#parser = createParser({
      // Characters, not bytes: never more than bytes, so the limit is kept.
      maxBufferSize: maxEventBytes,
      onEvent: (event) => handlers.event(event.data, event.event),
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') this.#overflowed = true;
        else if (error.type === 'unknown-field') handlers.strayLine(error.line ?? error.field ?? '');
      },
    });
  }

  /** Takes a piece of the stream's text, cut anywhere. */
  push(text: string): void {
    this.#parser.feed(text);
    if (this.#overflowed) {
      throw new StreamError(
        'limit_exceeded',
        'An event of the stream is larger than maxEventBytes allows; the connection was closed.',
      );
    }
  }

  /** The stream is over: what it left unfinished is taken as finished. */
  end(): void {
    this.push('\n\n');
  }
}
