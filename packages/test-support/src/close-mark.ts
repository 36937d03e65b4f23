/** The event or the line after which a connection is closed, and how. */
export interface CloseMark {
  /** Matches a part of the last event or line that is forwarded. */
  readonly mark: RegExp;
  /** `hold` keeps the connection open and forwards nothing more. */
  readonly ending: 'close' | 'reset' | 'hold';
}

/** Forwards a response up to the end of the event or line that contains a mark. */
export class MarkPoint {
  readonly ending: CloseMark['ending'];
  readonly #mark: RegExp;
  #seen = '';

  constructor({ mark, ending }: CloseMark) {
    this.#mark = mark;
    this.ending = ending;
  }

  /** Returns the last bytes to forward, or `undefined` while all bytes are forwarded. */
  passing(bytes: Buffer): Buffer | undefined {
    const before = this.#seen.length;
    // In latin1, one character is one byte.
    this.#seen += bytes.toString('latin1');
    const at = this.#seen.search(this.#mark);
    if (at < 0) return undefined;
    const separator = /^content-type: *text\/event-stream/im.test(this.#seen) ? '\n\n' : '\n';
    const end = this.#seen.indexOf(separator, at);
    return end < 0 ? undefined : bytes.subarray(0, end + separator.length - before);
  }
}
