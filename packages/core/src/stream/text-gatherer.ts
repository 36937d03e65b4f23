/** How many pieces wait until they are joined. */
const MAX_PIECES = 256;

/**
 * Joins pieces of text. A string that is only added to keeps every piece, and an object for each joint, until somebody reads it: ten times
 * the size of a long reply, which the garbage collector copies about. So the pieces are joined from time to time.
 */
export class TextGatherer {
  #whole = '';
  #pieces: string[] = [];

  add(piece: string): void {
    if (this.#pieces.push(piece) === MAX_PIECES) this.#join();
  }

  /** All of it. */
  get text(): string {
    this.#join();
    return this.#whole;
  }

  #join(): void {
    this.#whole += this.#pieces.join('');
    this.#pieces = [];
  }
}
