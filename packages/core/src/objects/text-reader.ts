import { BACKSLASH, HIGH_SURROGATE, QUOTE, SPACE } from './char-codes.js';

/** The letters of escapes, and what they stand for. */
const ESCAPES = 'bfnrt"\\/';
const ESCAPED = '\b\f\n\r\t"\\/';

/** Number of characters that are collected before they are copied into one string. */
const MAX_TAIL = 1024;

/** Reads and collects the text of a string, a key or a number. */
export class TextReader {
  readonly #fail: (index: number) => never;
  #whole = '';
  #tail = '';
  /** Characters of a string that are not in its text yet. */
  #added = '';
  #isEscape = false;
  /** The hexadecimal digits of an escape, behind a 1. A complete escape has five digits. 0 outside of such an escape. */
  #unit = 0;

  /** @param fail Throws the error of a character that is not allowed in a string. */
  constructor(fail: (index: number) => never) {
    this.#fail = fail;
  }

  /** The text so far. */
  get text(): string {
    return this.#whole + this.#tail;
  }

  /** Returns the text, and begins another one. */
  take(): string {
    const { text } = this;
    this.#whole = '';
    this.#tail = '';
    return text;
  }

  add(text: string): void {
    this.#tail += text;
    if (this.#tail.length < MAX_TAIL) return;
    // A string that is only appended to keeps every piece, and an object for each concatenation. `join` copies the characters if there are two
    // strings to join. One string is returned as it is.
    this.#whole += [this.#tail.slice(0, 1), this.#tail.slice(1)].join('');
    this.#tail = '';
  }

  /** Reads the characters of a string up to its closing quote or the end of the piece, and returns the index of what comes first. */
  readString(piece: string, start: number): number {
    let index = start;
    while (index < piece.length) {
      if (this.#unit > 0) this.#readDigit(piece, index);
      else if (this.#isEscape) this.#readEscape(piece, index);
      else {
        index = this.#readPlain(piece, index);
        const code = piece.charCodeAt(index);
        if (code === QUOTE) break;
        if (code < SPACE) this.#fail(index);
        // Otherwise, it is the end of the piece.
        this.#isEscape = code === BACKSLASH;
      }
      index += 1;
    }
    return Math.min(index, piece.length);
  }

  /** Adds what was read of a string to its text, and returns it. Keeps back the first half of a surrogate pair, unless the string has ended. */
  takeDelta(isEnd: boolean): string {
    const added = this.#added;
    const isSplit = !isEnd && (added.charCodeAt(added.length - 1) & 0xfc00) === HIGH_SURROGATE;
    const delta = isSplit ? added.slice(0, -1) : added;
    this.#added = isSplit ? added.slice(-1) : '';
    this.add(delta);
    return delta;
  }

  /** Reads the characters up to the next one with a meaning, and returns the index of that one. */
  #readPlain(piece: string, start: number): number {
    let index = start;
    let code = piece.charCodeAt(index);
    // Behind the last character, the code is NaN, which fails the first comparison.
    while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
      index += 1;
      code = piece.charCodeAt(index);
    }
    this.#added += piece.slice(start, index);
    return index;
  }

  #readEscape(piece: string, index: number): void {
    const char = piece.charAt(index);
    const found = ESCAPES.indexOf(char);
    this.#isEscape = false;
    if (char === 'u') this.#unit = 1;
    else if (found < 0) this.#fail(index);
    else this.#added += ESCAPED.charAt(found);
  }

  #readDigit(piece: string, index: number): void {
    const digit = Number.parseInt(piece.charAt(index), 16);
    if (Number.isNaN(digit)) this.#fail(index);
    this.#unit = this.#unit * 16 + digit;
    if (this.#unit < 0x10000) return;
    // Ignores the 1 in front, which is beyond 16 bits.
    this.#added += String.fromCharCode(this.#unit);
    this.#unit = 0;
  }
}
