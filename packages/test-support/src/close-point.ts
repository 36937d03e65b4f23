/** Decides what of a response's bytes still passes before its connection closes. */
export class ClosePoint {
  readonly #after: number;
  #head = '';
  #bodyBytes = 0;
  #reads = 0;

  /** @param after How many bytes of the body pass. */
  constructor(after: number) {
    this.#after = after;
  }

  /** Returns the last bytes that pass, or `undefined` while all of them do. */
  passing(bytes: Buffer): Buffer | undefined {
    this.#reads += 1;
    let from = 0;
    if (!this.#head.includes('\r\n\r\n')) {
      const before = this.#head.length;
      this.#head += bytes.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      from = end + 4 - before;
    }
    const remaining = this.#after - this.#bodyBytes;
    this.#bodyBytes += bytes.length - from;
    return bytes.length - from > remaining ? bytes.subarray(0, from + remaining) : undefined;
  }

  /** A reset discards what the client has not read yet. It must have read the head, else there is no response to resume. */
  get mayReset(): boolean {
    return this.#reads > 1;
  }
}
