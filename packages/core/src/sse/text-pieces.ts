/** How many pieces are joined to one: each costs more than its few characters. */
const MAX_PIECES = 1024;

/** Gathers a text that comes in pieces: adding costs the piece, however long the text is by then. */
export class TextPieces {
  /** Characters so far. */
  length = 0;
  readonly #joined: string[] = [];
  #pieces: string[] = [];

  add(piece: string): void {
    this.length += piece.length;
    this.#pieces.push(piece);
    if (this.#pieces.length === MAX_PIECES) this.#join();
  }

  /** All of it, once; nothing is left. */
  take(): string {
    this.#join();
    const text = this.#joined.length === 1 ? (this.#joined[0] ?? '') : this.#joined.join('');
    this.#joined.length = 0;
    this.length = 0;
    return text;
  }

  #join(): void {
    this.#joined.push(this.#pieces.join(''));
    this.#pieces = [];
  }
}
