/**
 * Follows JSON that arrives in pieces, and knows when an object or a list that it began with is closed. Each character is looked at
 * once; parsing the text again at each piece would be quadratic.
 */
export class JsonExtent {
  #depth = 0;
  #begun = false;
  #inString = false;
  #escaped = false;

  /** Whether a whole object or list has arrived. */
  get complete(): boolean {
    return this.#begun && this.#depth === 0;
  }

  push(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.#character(text.charCodeAt(at));
  }

  #character(code: number): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (code === 0x5c) this.#escaped = true;
      else if (code === 0x22) this.#inString = false;
      return;
    }
    if (code === 0x22) this.#inString = true;
    else if (code === 0x7b || code === 0x5b) {
      this.#begun = true;
      this.#depth += 1;
    } else if (code === 0x7d || code === 0x5d) this.#depth -= 1;
  }
}
