import { StreamError } from '../errors/stream-error.js';
import { StringBuilder } from './string-builder.js';

/** What a `LineReader` tells. */
export interface LineHandlers {
  /** A line, without its line feed; a carriage return before that is still there. */
  line(line: string): void;
  /** Takes a line that begins in the text at `from` without cutting it out: gives where the next begins, or -1 when `line` is to be called. */
  matchKnown(text: string, from: number): number;
}

/** Text in, cut anywhere; lines out, synchronously. */
export class LineReader {
  readonly #handlers: LineHandlers;
  readonly #maxLength: number;
  /** A line that has no end yet. Only what is new is searched for it: a long line must not cost its square. */
  readonly #begun = new StringBuilder();

  /** @param maxLength Most characters of a line. */
  constructor(handlers: LineHandlers, maxLength: number) {
    this.#handlers = handlers;
    this.#maxLength = maxLength;
  }

  push(text: string): void {
    let at = this.#begun.length === 0 ? 0 : this.#endBegun(text);
    while (at < text.length) {
      const behind = this.#handlers.matchKnown(text, at);
      if (behind !== -1) {
        at = behind;
        continue;
      }
      const end = text.indexOf('\n', at);
      if (end === -1) return this.#keep(at === 0 ? text : text.slice(at));
      this.#check(end - at);
      this.#handlers.line(text.slice(at, end));
      at = end + 1;
    }
  }

  /** What has come of a line that has no end; nothing is left. */
  takeRest(): string {
    return this.#begun.take();
  }

  /** Ends the line that has begun, if its end is in the text: gives where the next begins. */
  #endBegun(text: string): number {
    const end = text.indexOf('\n');
    this.#keep(end === -1 ? text : text.slice(0, end));
    if (end === -1) return text.length;
    this.#handlers.line(this.#begun.take());
    return end + 1;
  }

  #keep(piece: string): void {
    this.#begun.add(piece);
    this.#check(this.#begun.length);
  }

  #check(length: number): void {
    if (length <= this.#maxLength) return;
    throw new StreamError(
      'limit_exceeded',
      'A line of the stream is larger than maxEventBytes allows; the connection was closed.',
    );
  }
}
