const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Scans JSON that arrives in pieces and detects the end of the object or array that it starts with. It reads each character once. Parsing
 * the accumulated text again for each piece would be quadratic.
 */
export class JsonExtent {
  #depth = 0;
  #begun = false;
  #inString = false;
  #escaped = false;
  /** The last character outside a string that is not whitespace. */
  #last = 0;

  /** True once a complete object or array has arrived. */
  get complete(): boolean {
    return this.#begun && this.#depth === 0;
  }

  /**
   * Scans a piece. Returns the index at which the value ends or another one begins, which is a `{` where JSON allows none. Returns the length
   * of the piece if it belongs to the value entirely.
   */
  push(text: string): number {
    let at = 0;
    while (at < text.length) {
      if (this.#inString) {
        at = this.#afterString(text, at);
        continue;
      }
      const code = text.charCodeAt(at);
      if (this.complete || (code === OPEN_BRACE && this.#begun && !this.#allowsValue)) return at;
      this.#character(code);
      at += 1;
    }
    return at;
  }

  get #allowsValue(): boolean {
    return this.#last === COLON || this.#last === COMMA || this.#last === OPEN_BRACKET;
  }

  /** Scans a string from this index. Returns the index after its end, or the length of the text. */
  #afterString(text: string, start: number): number {
    for (let at = start; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
    }
    return text.length;
  }

  #character(code: number): void {
    if (code > SPACE) this.#last = code;
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#begun = true;
      this.#depth += 1;
    } else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && this.#begun) this.#depth -= 1;
  }
}
