/** Decides how many bytes of a response are forwarded before its connection closes. */
export class ClosePoint {
  readonly #after: number;
  #head = '';
  #bodyBytes = 0;
  #reads = 0;

  /** @param after Number of body bytes to forward. */
  constructor(after: number) {
    this.#after = after;
  }

  /** Returns the last bytes to forward, or `undefined` while all bytes are forwarded. */
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

  /**
   * True if the connection may be reset. A reset discards bytes that the client has not read, but the client needs the
   * head to resume the response.
   */
  get mayReset(): boolean {
    return this.#reads > 1;
  }
}
