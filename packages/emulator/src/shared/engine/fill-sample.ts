import { HintPool } from './hint-pool.js';
import type { Hint, Hints } from './hints.js';
import { isMentioned } from './is-mentioned.js';
import type { JsonDraft } from './json-draft.js';
import { sampleSlots, type SampleSlot } from './sample-slots.js';

/** Number of slots above which a sample keeps its random values. Each slot takes several validations of the whole sample. */
const MAX_SLOTS = 200;

/** Length above which a text is not tried where only some are allowed. A pattern may take a time that doubles with each character. */
const MAX_SPECIAL = 24;

/** Numbers for a slot that no number of the prompt fits. */
const PLAIN_NUMBERS = [1, 10, 100, 0];

/** What is known of a sample besides its value. */
export interface FillOptions {
  /** Name of the property that will contain the sample. */
  readonly name: string | undefined;
  /** The texts that the schema lists, such as those of an `enum`. */
  readonly texts: readonly string[];
}

/**
 * Replaces the random values of a sample by values of the prompt, or by readable ones, wherever the schema allows it. A value of the prompt
 * fills one slot if there are enough of them.
 */
export function fillSample(draft: JsonDraft, hints: Hints, { name, texts: known }: FillOptions): void {
  if (draft.errors > 0) return;
  const slots = sampleSlots(draft.value, [], name);
  if (slots.length > MAX_SLOTS) return;
  const texts = slots.filter(({ value }) => typeof value === 'string' || value === null);
  const free = new Set(texts.filter((slot) => draft.allows(slot.path, probeFor(slot))));
  fillTexts(draft, hints, [...free], arraysOf(slots, free));
  // A short text is mentioned by accident.
  const mentioned = known.filter((text) => text.length > 2 && isMentioned(text, hints));
  for (const slot of texts) if (!free.has(slot)) fillSpecial(draft, hints, slot, mentioned);
  const allowsNumber = ({ path }: SampleSlot): boolean => hints.numbers.some(({ value }) => draft.allows(path, value));
  const numbers = new Set(
    slots.filter(
      (slot) => typeof slot.value === 'number' || (slot.value === null && !free.has(slot) && allowsNumber(slot)),
    ),
  );
  fillNumbers(draft, hints, [...numbers], arraysOf(slots, numbers));
}

/** An array whose items are all slots of one kind. */
interface ArraySlot {
  readonly array: SampleSlot;
  readonly items: ReadonlySet<SampleSlot>;
}

function arraysOf(slots: readonly SampleSlot[], kind: ReadonlySet<SampleSlot>): ArraySlot[] {
  return slots.flatMap((array) => {
    if (!Array.isArray(array.value) || array.value.length === 0) return [];
    const place = array.path.join('/');
    const items = slots.filter(({ path }) => path.length > array.path.length && path.slice(0, -1).join('/') === place);
    return items.every((item) => kind.has(item)) ? [{ array, items: new Set(items) }] : [];
  });
}

/** Returns a meaningless text that is as long as the value, to find out if the schema allows any text. */
function probeFor({ value }: SampleSlot): string {
  return 'z'.repeat(typeof value === 'string' ? value.length : 4);
}

/** Fills slots and arrays from a pool. Calls `rest` for each slot that remains. */
function fillFrom<T>(
  pool: HintPool<T>,
  slots: readonly SampleSlot[],
  arrays: readonly ArraySlot[],
  choose: (count: number) => readonly Hint<T>[],
  rest: (slot: SampleSlot) => void,
): void {
  const items = new Set(arrays.flatMap((array) => [...array.items]));
  const unnamed = slots.filter((slot) => !items.has(slot) && !pool.fillNamed(slot));
  pool.narrow(choose(unnamed.length));
  const left = unnamed.filter((slot) => !pool.fillNext(slot));
  const inUnfilled = arrays.filter(({ array }) => !pool.fillArray(array)).flatMap((array) => [...array.items]);
  left.push(...inUnfilled.filter((slot) => !pool.fillNext(slot)));
  for (const slot of left) if (!pool.fillAgain(slot)) rest(slot);
}

function fillTexts(draft: JsonDraft, hints: Hints, slots: readonly SampleSlot[], arrays: readonly ArraySlot[]): void {
  const pool = new HintPool(draft, hints.phrases);
  // A quoted text is meant literally. Without one, the last phrases are usually the object of the sentence.
  const choose = (count: number): readonly Hint<string>[] => {
    const quotes = pool.unused.filter(({ isQuoted }) => isQuoted);
    if (quotes.length >= Math.max(1, count)) return quotes;
    return count === 0 ? pool.unused : pool.unused.slice(-count);
  };
  fillFrom(pool, slots, arrays, choose, (slot) => {
    const text = `sample ${slot.name}`;
    const { length } = probeFor(slot);
    const resized = `${text} `.repeat(Math.ceil(length / text.length)).slice(0, length);
    [text, resized, 'sample'].some((candidate) => draft.set(slot.path, candidate));
  });
}

function fillNumbers(draft: JsonDraft, hints: Hints, slots: readonly SampleSlot[], arrays: readonly ArraySlot[]): void {
  const pool = new HintPool(draft, hints.numbers);
  fillFrom(
    pool,
    slots,
    arrays,
    () => pool.unused,
    (slot) => {
      if (slot.value !== null) PLAIN_NUMBERS.some((number) => draft.set(slot.path, number));
    },
  );
}

/** Fills a slot that allows only some texts, such as those of an `enum` or a format. */
function fillSpecial(
  draft: JsonDraft,
  { phrases, tokens }: Hints,
  { path }: SampleSlot,
  mentioned: readonly string[],
): void {
  const texts = [...phrases.map(({ value }) => value), ...tokens].filter(({ length }) => length <= MAX_SPECIAL);
  const lower = texts.map((text) => text.toLowerCase());
  [...texts, ...lower, ...mentioned].some((candidate) => draft.set(path, candidate));
}
