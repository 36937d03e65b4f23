import { createParser, type EventSourceParser } from 'eventsource-parser';
import { StreamError } from '../errors/stream-error.js';
import { LineEnds } from './line-ends.js';

/** Receives the events and other lines of an `SseReader`. */
export interface SseHandlers {
  /** Takes an event with data. `name` is its `event:` line, if it has one. */
  event(data: string, name: string | undefined): void;
  /**
   * Takes a line that does not belong in an event stream: bare JSON, HTML, or the `error:` line of old servers. Very
   * long lines are truncated.
   */
  strayLine(line: string): void;
  /**
   * Takes an event with one line of data that begins at `from` in the text, without extracting it. Returns the offset
   * after the event's blank line, or -1 if `event` should be called.
   */
  matchKnown?(text: string, from: number, name: string | undefined): number;
}

/** Maximum number of characters that are kept of a line that is not a field. */
const MAX_STRAY_LINE = 16_384;

/** Number of errors of the parser after which lines are searched for their cause. */
const FEW_ERRORS = 16;
/** Maximum number of characters that the parser gets at once without a search, as long as there is a line end among them. */
const MAX_FED_AT_ONCE = 4096;

/** Matches the beginning of a comment or a field. */
const KNOWN_LINE = /^(?::|data:|event:|id:|retry:)/;

/** Matches a line that the parser reads, or its beginning: a field without a value, an empty line, or one of those above. */
const PARSED_LINE = /(?:data|event|id)?(?=[:\r\n]|$)/y;
/** Matches a byte order mark at the beginning of a stream, as a character or as bytes. */
const BYTE_ORDER_MARK = /^(?:\uFEFF|\u00EF\u00BB\u00BF)/;
/** Matches a field that lmux does not use. The parser reports an invalid value with an error object for each line. */
const UNUSED_LINE = /retry(?=[:\r\n]|$)/y;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const LETTER_E = 0x65;
const DATA = 'data:';
const EVENT = 'event:';
const SHORTEST_EVENT = 'data:\n\n'.length;

/**
 * Reads the text of an event stream, decoded or as Latin-1 characters, and reports its events synchronously. It
 * tolerates common mistakes of servers: a last event without a blank line counts, and lines that are not fields are
 * reported instead of ignored.
 *
 * Events in the plain form, `data: ...` after at most one `event: ...`, that are complete within one piece of text are
 * read here. The parser reads everything else. This halves the cost of splitting, and lets `matchKnown` examine an
 * event without extracting it.
 */
export class SseReader {
  readonly #handlers: SseHandlers;
  /** Created when something other than a plain event arrives. Many streams have nothing else. */
  #parser: EventSourceParser | undefined;
  #overflowed = false;
  /** Number of errors that the parser has reported. */
  #errors = 0;
  /** True if the stream began with events that the parser has not seen. */
  #plainBegun = false;
  /** True once the parser has received text after which a byte order mark is not one. */
  #parserBegun = false;
  /** True if the parser is between two events and holds nothing. */
  #between = true;
  /** True if the parser has received the beginning of a line. */
  #withinLine = false;
  /** Length so far of the current line. */
  #lineLength = 0;
  readonly #maxEventBytes: number;
  /**
   * The beginning of a line that does not look like a field so far. The parser would drop the line without reporting it
   * if it turns out not to be one.
   */
  #heldLine = '';

  constructor(handlers: SseHandlers, maxEventBytes: number) {
    this.#handlers = handlers;
    this.#maxEventBytes = maxEventBytes;
  }

  /** Reads a piece of the stream's text, which may be split anywhere. */
  push(text: string): void {
    // No plain event is this short, and a body that arrives byte by byte should not be searched for one.
    if (text.length < SHORTEST_EVENT || text.includes('\r')) return this.#parse(text);
    let at = this.#between ? this.#readPlain(text, 0) : 0;
    if (at > 0) this.#plainBegun = true;
    if (at === text.length) return;
    // The parser reads what it has begun, or what is not plain, up to the blank line. If what follows is not plain
    // either, it reads everything.
    const blank = text.indexOf('\n\n', at);
    if (blank !== -1 && blank + 2 < text.length) {
      this.#parse(text.slice(at, blank + 2));
      at = this.#readPlain(text, blank + 2);
    }
    if (at < text.length) this.#parse(at === 0 ? text : text.slice(at));
  }

  /** Ends the stream. An incomplete event counts as complete. */
  end(): void {
    this.push('\n\n');
  }

  /** Reads plain events as long as there are any. Returns the offset of anything else. */
  #readPlain(text: string, from: number): number {
    const handlers = this.#handlers;
    let at = from;
    while (at < text.length) {
      let line = at;
      let name: string | undefined;
      // Comparing the first character avoids most calls of `startsWith`.
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
    const isBegun = this.#withinLine;
    const whole = this.#withoutHeldLine(text);
    if (whole !== '') this.#feed(parser, whole, isBegun);
    // The parser keeps nothing of comments and of lines that are not fields, so its own limit does not apply to them.
    if (this.#overflowed || this.#lineLength > this.#maxEventBytes) {
      throw new StreamError(
        'limit_exceeded',
        'An event of the stream exceeds "limits.maxEventBytes", so the connection was closed. Increase the limit if you expect events of this size.',
      );
    }
  }

  /**
   * Passes lines to the parser. It creates an error with a stack for each line that is not a field, which takes 80 times as long as reading
   * the line. After a few of them, such lines are therefore searched for and kept from it. The search would cost other streams a tenth of
   * their time.
   *
   * @param isBegun True if the text begins within a line of which the parser has the beginning.
   */
  #feed(parser: EventSourceParser, text: string, isBegun: boolean): void {
    let from = 0;
    while (from < text.length && this.#errors < FEW_ERRORS && !this.#overflowed) {
      const isLast = text.length - from <= MAX_FED_AT_ONCE;
      const end = isLast ? text.length : text.lastIndexOf('\n', from + MAX_FED_AT_ONCE) + 1;
      const next = end > from ? end : text.length;
      parser.feed(next - from === text.length ? text : text.slice(from, next));
      this.#parserBegun = true;
      from = next;
    }
    if (from < text.length && !this.#overflowed) this.#feedFields(parser, text.slice(from), isBegun && from === 0);
  }

  /** Passes lines to the parser, and those that are not fields to the handler. */
  #feedFields(parser: EventSourceParser, text: string, isBegun: boolean): void {
    const lines = new LineEnds(text);
    let fed = 0;
    let at = isBegun ? lines.next(0) + 1 : this.#markLength(text);
    while (at < text.length) {
      const end = lines.next(at);
      if (!matchesAt(PARSED_LINE, text, at)) {
        parser.feed(text.slice(fed, at));
        if (!matchesAt(UNUSED_LINE, text, at))
          this.#handlers.strayLine(text.slice(at, Math.min(end, at + MAX_STRAY_LINE)));
        // A comment takes the place of the line, so that no terminator becomes an empty line.
        parser.feed(':');
        fed = end;
      }
      at = end + 1;
    }
    parser.feed(fed === 0 ? text : text.slice(fed));
  }

  /** Returns the length of the byte order mark, which only the beginning of the stream can have. */
  #markLength(text: string): number {
    const mark = this.#parserBegun ? '' : (BYTE_ORDER_MARK.exec(text)?.[0] ?? '');
    this.#parserBegun = true;
    return mark.length;
  }

  #createParser(): EventSourceParser {
    const parser = createParser({
      // The parser counts characters. There are never more characters than bytes, so the limit is respected.
      maxBufferSize: this.#maxEventBytes,
      onEvent: (event) => this.#handlers.event(event.data, event.event),
      onError: (error) => {
        this.#errors += 1;
        if (error.type === 'max-buffer-size-exceeded') this.#overflowed = true;
        else if (error.type === 'unknown-field') {
          this.#handlers.strayLine((error.line ?? error.field ?? '').slice(0, MAX_STRAY_LINE));
        }
      },
    });
    // A byte order mark counts only at the very beginning, which the parser has not seen. The line feed marks that it
    // is over.
    if (this.#plainBegun) parser.feed('\n');
    this.#parserBegun = this.#plainBegun;
    return parser;
  }

  /** Returns the text with the part that was held back, except for a last line that has to be held back now. */
  #withoutHeldLine(text: string): string {
    const lineStart = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
    this.#lineLength = lineStart === 0 ? this.#lineLength + text.length : text.length - lineStart;
    if (lineStart === 0 && this.#withinLine) return text;
    // Enough of the line is held. Examining it again with each read would take quadratic time.
    if (lineStart === 0 && this.#heldLine.length === MAX_STRAY_LINE) return '';
    const whole = this.#heldLine + text;
    const lastLine = lineStart === 0 ? whole : text.slice(lineStart);
    // Only the first line may begin with a byte order mark.
    const isFirst = lineStart === 0 && !this.#parserBegun;
    this.#withinLine = KNOWN_LINE.test(isFirst ? lastLine.replace(BYTE_ORDER_MARK, '') : lastLine);
    if (this.#withinLine || lastLine === '') {
      this.#heldLine = '';
      return whole;
    }
    this.#heldLine = lastLine.slice(0, MAX_STRAY_LINE);
    return whole.slice(0, whole.length - lastLine.length);
  }
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Returns the offset of a field's value. One space after the colon is not part of the value. */
function valueStart(text: string, colonEnd: number): number {
  return text.charCodeAt(colonEnd) === SPACE ? colonEnd + 1 : colonEnd;
}
