import { StringBuilder } from './string-builder.js';

/** Receives the lines of a `LineReader`. */
export interface LineHandlers {
  /** Takes a line without its line feed. A carriage return before the line feed is not removed. */
  line(line: string): void;
  /**
   * Takes a line that begins at `from` in the text, without extracting it. Returns the offset of the next line, or -1
   * if `line` should be called.
   */
  matchKnown(text: string, from: number): number;
  /** Returns the error to throw for a line that is too long. */
  tooLong(): Error;
}

/** Splits text into lines, synchronously. The text may be split anywhere. */
export class LineReader {
  readonly #handlers: LineHandlers;
  readonly #maxLength: number;
  /**
   * A line that has no end yet. Only new text is searched for the end, because searching the line again for each read
   * would take quadratic time.
   */
  readonly #begun = new StringBuilder();

  /** @param maxLength Maximum number of characters in a line. */
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

  /** Returns the line that has no end yet, and removes it. */
  takeRest(): string {
    return this.#begun.take();
  }

  /** Ends the current line if its end is in the text. Returns the offset of the next line. */
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
    if (length > this.#maxLength) throw this.#handlers.tooLong();
  }
}
