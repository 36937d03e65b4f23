/**
 * Scans JSON that arrives in pieces and detects the end of the object or array that it starts with. It reads each character once. Parsing
 * the accumulated text again for each piece would be quadratic.
 */
export class JsonExtent {
  #depth = 0;
  #begun = false;
  #inString = false;
  #escaped = false;

  /** True once a complete object or array has arrived. */
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
