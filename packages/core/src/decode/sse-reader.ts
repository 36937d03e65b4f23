import { createParser, type EventSourceParser } from 'eventsource-parser';
import { StreamError } from '../errors/stream-error.js';

/** What an `SseReader` tells. */
export interface SseHandlers {
  /** An event with data; `name` is its `event:` line, if it had one. */
  event(data: string, name: string | undefined): void;
  /** A line that no event stream should have: bare JSON, HTML, an `error:` line of old servers. Cut when it is very long. */
  strayLine(line: string): void;
  /**
   * Takes an event whose data begins in the text at `from` and is one line, if it knows it without cutting it out: gives where the
   * text goes on behind the event's blank line, or -1 when `event` is to be called.
   */
  matchKnown?(text: string, from: number, name: string | undefined): number;
}

/** Most characters that are kept of a line that is no field. */
const MAX_STRAY_LINE = 16_384;

/** The beginning of a comment or a field, behind a byte order mark as a character or as bytes. */
const KNOWN_LINE = /^(?:\uFEFF|\u00EF\u00BB\u00BF)?(?::|data:|event:|id:|retry:)/;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const LETTER_E = 0x65;
const DATA = 'data:';
const EVENT = 'event:';
const SHORTEST_EVENT = 'data:\n\n'.length;

/**
 * Text of an event stream in (decoded, or bytes as Latin-1 characters), events out, synchronously. It forgives what servers get wrong: a last event that lacks its
 * blank line counts, and lines that are no fields are told rather than dropped.
 *
 * Events of the plain form, `data: ...` and at most an `event: ...` before it, whole within one piece of text, are read here; all else
 * is the parser's. That halves the cost of splitting, and lets `known` look at an event where it stands.
 */
export class SseReader {
  readonly #handlers: SseHandlers;
  /** Made when something comes that is not plain: many streams end without. */
  #parser: EventSourceParser | undefined;
  #overflowed = false;
  /** Whether the stream began with what the parser has not seen. */
  #plainBegun = false;
  /** Whether the parser is between two events, with nothing kept. */
  #between = true;
  /** Whether the parser has the beginning of a line. */
  #withinLine = false;
  /** How much of a line has come that has no end yet. */
  #lineLength = 0;
  readonly #maxEventBytes: number;
  /** The beginning of a line that is no field so far: the parser would drop it without telling if it turns out to be none. */
  #heldLine = '';

  constructor(handlers: SseHandlers, maxEventBytes: number) {
    this.#handlers = handlers;
    this.#maxEventBytes = maxEventBytes;
  }

  /** Takes a piece of the stream's text, cut anywhere. */
  push(text: string): void {
    // No plain event is so short; a body that comes byte by byte should not pay for looking.
    if (text.length < SHORTEST_EVENT || text.includes('\r')) return this.#parse(text);
    let at = this.#between ? this.#readPlain(text, 0) : 0;
    if (at > 0) this.#plainBegun = true;
    if (at === text.length) return;
    // What the parser began, or what is not plain, up to its blank line; if what follows is not plain either, the parser has it all.
    const blank = text.indexOf('\n\n', at);
    if (blank !== -1 && blank + 2 < text.length) {
      this.#parse(text.slice(at, blank + 2));
      at = this.#readPlain(text, blank + 2);
    }
    if (at < text.length) this.#parse(at === 0 ? text : text.slice(at));
  }

  /** The stream is over: what it left unfinished is taken as finished. */
  end(): void {
    this.push('\n\n');
  }

  /** Reads plain events as long as there are any; gives where something else begins. */
  #readPlain(text: string, from: number): number {
    const handlers = this.#handlers;
    let at = from;
    while (at < text.length) {
      let line = at;
      let name: string | undefined;
      // The first character tells most: `startsWith` is a call.
      if (text.charCodeAt(at) === LETTER_E && text.startsWith(EVENT, at)) {
        line = text.indexOf('\n', at) + 1;
        if (line === 0) return at;
        name = text.slice(valueStart(text, at + EVENT.length), line - 1) || undefined;
      }
      if (!text.startsWith(DATA, line)) return at;
      const start = valueStart(text, line + DATA.length);
      const behind = handlers.matchKnown?.(text, start, name) ?? -1;
      if (behind !== -1) {
        at = behind;
        continue;
      }
      const end = text.indexOf('\n', start);
      if (end === -1 || text.charCodeAt(end + 1) !== LINE_FEED) return at;
      handlers.event(text.slice(start, end), name);
      at = end + 2;
    }
    return at;
  }

  #parse(text: string): void {
    this.#between = text.endsWith('\n\n');
    const parser = (this.#parser ??= this.#createParser());
    const whole = this.#withoutHeldLine(text);
    if (whole !== '') parser.feed(whole);
    // The parser keeps nothing of comments and of lines that are no fields, so that it does not see that one has no end.
    if (this.#overflowed || this.#lineLength > this.#maxEventBytes) {
      throw new StreamError(
        'limit_exceeded',
        'An event of the stream is larger than maxEventBytes allows; the connection was closed.',
      );
    }
  }

  #createParser(): EventSourceParser {
    const parser = createParser({
      // Characters, not bytes: never more than bytes, so the limit is kept.
      maxBufferSize: this.#maxEventBytes,
      onEvent: (event) => this.#handlers.event(event.data, event.event),
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') this.#overflowed = true;
        else if (error.type === 'unknown-field') this.#handlers.strayLine(error.line ?? error.field ?? '');
      },
    });
    // A byte order mark is one at the very beginning only: the parser is told that it is not there.
    if (this.#plainBegun) parser.feed('\n');
    return parser;
  }

  /** What was held back with the text, but for a last line that is to be held back now. */
  #withoutHeldLine(text: string): string {
    const lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#lineLength = lineStart === 0 ? this.#lineLength + text.length : text.length - lineStart;
    if (lineStart === 0 && this.#withinLine) return text;
    // Enough of it is held: looking at it again with each read would make a long line quadratic.
    if (lineStart === 0 && this.#heldLine.length === MAX_STRAY_LINE) return '';
    const whole = this.#heldLine + text;
    const lastLine = lineStart === 0 ? whole : text.slice(lineStart);
    this.#withinLine = KNOWN_LINE.test(lastLine);
    if (this.#withinLine || lastLine === '') {
      this.#heldLine = '';
      return whole;
    }
    this.#heldLine = lastLine.slice(0, MAX_STRAY_LINE);
    return whole.slice(0, whole.length - lastLine.length);
  }
}

/** One space behind a field's colon is no part of its value. */
function valueStart(text: string, colonEnd: number): number {
  return text.charCodeAt(colonEnd) === SPACE ? colonEnd + 1 : colonEnd;
}
