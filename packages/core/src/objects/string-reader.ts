// Comparing codes is faster than comparing strings of one character.
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HIGH_SURROGATE = 0xd800;

/** The letters of escapes, and what they stand for. */
const ESCAPES = 'bfnrt"\\/';
const ESCAPED = '\b\f\n\r\t"\\/';

/** Number of characters that are collected before they are copied into one string. */
const MAX_TAIL = 1024;

/** Reads the characters of strings and keys, and collects the text of these and of numbers. */
export class StringReader {
  /** True if the next character belongs to an escape. */
  isInEscape = false;
  /** The hexadecimal digits of an escape, behind a 1. A complete escape has five digits. 0 outside of such an escape. */
  #unit = 0;
  /** Characters of a string that are not in its text yet. */
  #added = '';
  #whole = '';
  #tail = '';

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
    if (this.#tail.length < MAX_TAIL) {
      this.#tail += text;
    } else {
      // A string that is only appended to keeps every piece, and an object for each concatenation. `join` copies the characters.
      this.#whole += [this.#tail, text].join('');
      this.#tail = '';
    }
  }

  /** Reads the characters of a string. Returns the index of the first one that is not part of it, or the length of the piece. */
  read(piece: string, start: number): number {
    let index = start;
    for (; index < piece.length; index += 1) {
      if (this.isInEscape) {
        if (!this.#readEscape(piece.charAt(index))) break;
      } else {
        const from = index;
        let code = piece.charCodeAt(index);
        // Behind the last character, the code is NaN, which fails the first comparison.
        while (code >= SPACE && code !== QUOTE && code !== BACKSLASH) {
          index += 1;
          code = piece.charCodeAt(index);
        }
        this.#added += piece.slice(from, index);
        if (code !== BACKSLASH) break;
        this.isInEscape = true;
      }
    }
    return index;
  }

  /** Adds what was read of a string to its text, and returns it. Keeps back the first half of a surrogate pair, unless the string has ended. */
  takeDelta(isEnd: boolean): string {
    const added = this.#added;
    const isSplit = !isEnd && (added.charCodeAt(added.length - 1) & 0xfc00) === HIGH_SURROGATE;
    const delta = isSplit ? added.slice(0, -1) : added;
    this.#added = isSplit ? added.slice(-1) : '';
    if (delta !== '') this.add(delta);
    return delta;
  }

  /** Returns false if the character is not allowed in the escape. */
  #readEscape(char: string): boolean {
    let decoded = ESCAPED.charAt(ESCAPES.indexOf(char));
    if (this.#unit > 0) {
      this.#unit = this.#unit * 16 + Number.parseInt(char, 16);
      if (this.#unit < 0x10000) return true;
      // Ignores the 1 in front, which is beyond 16 bits.
      decoded = Number.isNaN(this.#unit) ? '' : String.fromCharCode(this.#unit);
    } else if (char === 'u') {
      this.#unit = 1;
      return true;
    }
    this.#added += decoded;
    this.#unit = 0;
    this.isInEscape = decoded === '';
    return !this.isInEscape;
  }
}
