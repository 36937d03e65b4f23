/** How many pieces wait until they are joined. */
const MAX_PIECES = 256;

/**
 * Builds a string from pieces: adding costs the piece, however long the text is by then. A string that is only added to keeps every
 * piece, and an object for each joint, until somebody reads it: ten times the size of a long reply, which the garbage collector copies
 * about. So the pieces are joined from time to time.
 */
export class StringBuilder {
  /** Characters so far. */
  length = 0;
  #whole = '';
  #pieces: string[] = [];

  add(piece: string): void {
    this.length += piece.length;
    if (this.#pieces.push(piece) === MAX_PIECES) this.#join();
  }

  /** All of it. */
  get text(): string {
    this.#join();
    return this.#whole;
  }

  /** All of it, once: nothing is left. */
  take(): string {
    const { text } = this;
    this.#whole = '';
    this.length = 0;
    return text;
  }

  #join(): void {
    this.#whole += this.#pieces.join('');
    this.#pieces = [];
  }
}
