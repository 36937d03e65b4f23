import { hashOf } from './embed-text.js';
import { tokenize } from './tokenize.js';

/** Vocabulary size of a typical current model. */
const VOCABULARY = 151_936;

/** Maximum number of issued ids that are kept. Far below the vocabulary, so that a free id is found quickly. */
const MAX_IDS = VOCABULARY / 2;

/** Maps tokens to ids that are the same in every run, and issued ids back to their tokens. */
export class TokenIds {
  readonly #texts = new Map<number, string>();

  /** Returns the tokens of a text with their ids. */
  encode(text: string): { readonly id: number; readonly piece: string }[] {
    return tokenize(text).map((piece) => ({ id: this.#idOf(piece), piece }));
  }

  /** Returns the text of these ids. Ids that were never issued are ignored. */
  decode(ids: readonly number[]): string {
    return ids.map((id) => this.#texts.get(id) ?? '').join('');
  }

  #idOf(piece: string): number {
    if (this.#texts.size >= MAX_IDS) this.#texts.clear();
    let id = hashOf(piece) % VOCABULARY;
    // If another token has this id, try the next one.
    while ((this.#texts.get(id) ?? piece) !== piece) id = (id + 1) % VOCABULARY;
    // A copy, because a part of a string can keep the memory of the entire prompt.
    if (!this.#texts.has(id)) this.#texts.set(id, Buffer.from(piece).toString());
    return id;
  }
}
