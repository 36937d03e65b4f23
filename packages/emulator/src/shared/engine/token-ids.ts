import { hashOf } from './embed-text.js';
import { tokenize } from './tokenize.js';

/** As many as a vocabulary of today has. */
const VOCABULARY = 151_936;

/** Numbers for tokens, the same in every run, and the way back for those that were given out. */
export class TokenIds {
  readonly #texts = new Map<number, string>();

  /** The numbers of a text's tokens, with what each stands for. */
  encode(text: string): { readonly id: number; readonly piece: string }[] {
    return tokenize(text).map((piece) => ({ id: this.#idOf(piece), piece }));
  }

  /** The text of these numbers; one that was never given out stands for nothing. */
  decode(ids: readonly number[]): string {
    return ids.map((id) => this.#texts.get(id) ?? '').join('');
  }

  #idOf(piece: string): number {
    let id = hashOf(piece) % VOCABULARY;
    // Taken by another piece: the next one.
    while ((this.#texts.get(id) ?? piece) !== piece) id = (id + 1) % VOCABULARY;
    this.#texts.set(id, piece);
    return id;
  }
}
