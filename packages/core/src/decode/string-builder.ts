/** Number of pieces that are collected before they are joined. */
const MAX_PIECES = 256;

/**
 * Builds a string from pieces. Adding a piece costs the same, however long the text is. A string that is only appended
 * to with `+=` keeps every piece and an object for each concatenation until it is read. This takes ten times the memory
 * of a long response, which the garbage collector has to copy. To avoid that, the pieces are joined from time to time.
 */
export class StringBuilder {
  /** The number of characters so far. */
  length = 0;
  #whole = '';
  #pieces: string[] = [];

  add(piece: string): void {
    this.length += piece.length;
    if (this.#pieces.push(piece) === MAX_PIECES) this.#join();
  }

  /** The entire text. */
  get text(): string {
    this.#join();
    return this.#whole;
  }

  /** Returns the entire text and clears it. */
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
