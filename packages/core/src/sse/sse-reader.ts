import { createParser, type EventSourceParser } from 'eventsource-parser';
import { StreamError } from '../errors/stream-error.js';

/** What an `SseReader` tells. */
export interface SseHandlers {
  /** An event with data; `name` is its `event:` line, if it had one. */
  event(data: string, name: string | undefined): void;
  /** A line that no event stream should have: bare JSON, HTML, an `error:` line of old servers. Cut when it is very long. */
  strayLine(line: string): void;
}

/** Most characters that are kept of a line that is no field. */
const MAX_STRAY_LINE = 16_384;

/** The beginning of a comment or a field. */
const KNOWN_LINE = /^\uFEFF?(?::|data:|event:|id:|retry:)/;

/**
 * Text of an event stream in, events out, synchronously. It forgives what servers get wrong: a last event that lacks its
 * blank line counts, and lines that are no fields are told rather than dropped.
 */
export class SseReader {
  readonly #parser: EventSourceParser;
  #overflowed = false;
  /** Whether the parser has the beginning of a line. */
  #withinLine = false;
  /** How much of a line has come that has no end yet. */
  #lineLength = 0;
  readonly #maxEventBytes: number;
  /** The beginning of a line that is no field so far: the parser would drop it without telling if it turns out to be none. */
  #held = '';

  constructor(handlers: SseHandlers, maxEventBytes: number) {
    this.#maxEventBytes = maxEventBytes;
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
    const whole = this.#withoutHeldLine(text);
    if (whole !== '') this.#parser.feed(whole);
    // The parser keeps nothing of comments and of lines that are no fields, so that it does not see that one has no end.
    if (this.#overflowed || this.#lineLength > this.#maxEventBytes) {
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

  /** What was held back with the text, but for a last line that is to be held back now. */
  #withoutHeldLine(text: string): string {
    const lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#lineLength = lineStart === 0 ? this.#lineLength + text.length : text.length - lineStart;
    if (lineStart === 0 && this.#withinLine) return text;
    // Enough of it is held: looking at it again with each read would make a long line quadratic.
    if (lineStart === 0 && this.#held.length === MAX_STRAY_LINE) return '';
    const whole = this.#held + text;
    const lastLine = lineStart === 0 ? whole : text.slice(lineStart);
    this.#withinLine = KNOWN_LINE.test(lastLine);
    if (this.#withinLine || lastLine === '') {
      this.#held = '';
      return whole;
    }
    this.#held = lastLine.slice(0, MAX_STRAY_LINE);
    return whole.slice(0, whole.length - lastLine.length);
  }
}
