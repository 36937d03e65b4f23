import { wordsOfName, type Hint } from './hints.js';
import type { JsonDraft } from './json-draft.js';
import type { SampleSlot } from './sample-slots.js';

/** Values of a prompt, each of which fills one slot of a sample, as long as there are enough. */
export class HintPool<T> {
  readonly #draft: JsonDraft;
  #unused: readonly Hint<T>[];
  readonly #used: Hint<T>[] = [];

  constructor(draft: JsonDraft, hints: readonly Hint<T>[]) {
    this.#draft = draft;
    this.#unused = hints;
  }

  /** Values that no slot has yet. */
  get unused(): readonly Hint<T>[] {
    return this.#unused;
  }

  /** Keeps only some of the unused values. */
  narrow(hints: readonly Hint<T>[]): void {
    this.#unused = hints;
  }

  /** Fills a slot with a value next to a word of the slot's name, such as `days` with the 3 of "3 days". Returns true if there is one. */
  fillNamed(slot: SampleSlot): boolean {
    const names = new Set(wordsOfName(slot.name).map(singular));
    const isNamed = (word: string | undefined): boolean => word !== undefined && names.has(singular(word));
    const before = this.#unused.filter((hint) => isNamed(hint.before));
    return this.#fill(slot, [...before, ...this.#unused.filter((hint) => isNamed(hint.after))]);
  }

  /** Fills a slot with the next unused value that the schema allows. Returns true if there is one. */
  fillNext(slot: SampleSlot): boolean {
    return this.#fill(slot, this.#unused);
  }

  /** Replaces an array by all unused values, if there are any and the schema allows it. Returns true if it does. */
  fillArray(slot: SampleSlot): boolean {
    const values = this.#unused.map(({ value }) => value);
    if (values.length === 0 || !this.#draft.set(slot.path, values)) return false;
    this.#used.push(...this.#unused);
    this.#unused = [];
    return true;
  }

  /** Fills a slot with a value that another slot has too. Returns true if the schema allows one. */
  fillAgain(slot: SampleSlot): boolean {
    return this.#used.toReversed().some(({ value }) => this.#draft.set(slot.path, value));
  }

  #fill(slot: SampleSlot, hints: readonly Hint<T>[]): boolean {
    const chosen = hints.find(({ value }) => this.#draft.set(slot.path, value));
    if (chosen === undefined) return false;
    this.#used.push(chosen);
    this.#unused = this.#unused.filter((hint) => hint !== chosen);
    return true;
  }
}

function singular(word: string): string {
  return word.replace(/s$/, '');
}
