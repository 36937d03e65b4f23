import { HiddenCharacters, viewsOf, type View } from './decoded-text.js';

/**
 * Length of the compared pieces, and minimum length of a hidden line. Shorter ones are common words, and hiding them would garble the message and
 * protect nothing. A quotation of at least twice this length, minus one, is found wherever it begins and ends. */
const PIECE = 8;

/** Maximum number of places with one piece that are compared without success. It bounds the time for a piece that occurs everywhere. */
const MAX_FAILURES = 64;

/** Fields of a request body that contain user content. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

/** Nested fields that contain values of the API, not user content. Errors often refer to them. */
const API_FIELDS = new Set(['role', 'type', 'id', 'tool_call_id', 'name', 'detail']);

const HIDDEN = '[prompt]';

/** A place of a piece in a view of a text. */
interface Place {
  readonly view: View;
  readonly hidden: HiddenCharacters;
  readonly at: number;
}

/** Number of bits of a hash. Texts of 4 KB have few enough pieces that most pieces of a prompt have another hash. */
const HASH_BITS = 18;

/** Returns a hash of the piece at an offset. It is computed for each piece of a prompt, so it reads half of the characters. */
function hashOf(text: string, at: number): number {
  const begin = (text.charCodeAt(at) << 12) ^ (text.charCodeAt(at + 2) << 8);
  const end = (text.charCodeAt(at + 5) << 4) ^ text.charCodeAt(at + 7);
  return (begin ^ end) & ((1 << HASH_BITS) - 1);
}

/** The places of one piece that are not hidden. */
interface Pieces {
  places: Place[];
  failures: number;
}

/** The pieces of the server's texts, of which there are few. A prompt of any length is read once, and nothing of it is kept or copied. */
class PieceIndex {
  readonly #pieces = new Map<string, Pieces>();
  /** 1 for each hash of a piece. It tells most of the pieces of a prompt that no text contains. */
  readonly #hashes = new Uint8Array(1 << HASH_BITS);

  add(view: View, hidden: HiddenCharacters): void {
    for (let at = 0; at + PIECE <= view.text.length; at += 1) {
      const piece = view.text.slice(at, at + PIECE);
      const pieces = this.#pieces.get(piece) ?? { places: [], failures: 0 };
      this.#pieces.set(piece, pieces);
      pieces.places.push({ view, hidden, at });
      this.#hashes[hashOf(view.text, at)] = 1;
    }
  }

  /** Hides the quotations of a line of a prompt. */
  hideLine(line: string): void {
    for (let at = 0; at + PIECE <= line.length; at += PIECE) {
      if (this.#hashes[hashOf(line, at)] === 1) this.#hideAt(line, at);
    }
  }

  #hideAt(line: string, at: number): void {
    const pieces = this.#pieces.get(line.slice(at, at + PIECE));
    if (pieces === undefined || pieces.failures > MAX_FAILURES) return;
    pieces.places = pieces.places.filter((place) => !hideQuotation(place, line, at));
    pieces.failures += pieces.places.length;
  }
}

/** Hides the quotation around a piece that a text and a line have in common. Returns false if it is too short. */
function hideQuotation({ view, hidden, at }: Place, line: string, lineAt: number): boolean {
  const { text } = view;
  // Many places may belong to one quotation, which is compared once.
  if (hidden.has(view, at, at + PIECE)) return true;
  let before = 0;
  while (before < Math.min(at, lineAt) && text[at - before - 1] === line[lineAt - before - 1]) before += 1;
  let after = PIECE;
  while (lineAt + after < line.length && text[at + after] === line[lineAt + after]) after += 1;
  const length = before + after;
  if (length < 2 * PIECE - 1 && length < line.length) return false;
  hidden.hide(view, at - before, at + after);
  return true;
}

/** Passes all user content of a request body to the index. A list takes the place of recursion, since values may be nested deeply. */
function readPrompts(body: object, index: PieceIndex): void {
  const open: unknown[] = PROMPT_FIELDS.map((field) => (body as Record<string, unknown>)[field]);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') for (const line of value.split('\n')) index.hideLine(line.trim());
    else if (Array.isArray(value)) for (const inner of value) open.push(inner);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) if (!API_FIELDS.has(key)) open.push(inner);
    }
  }
}

/**
 * Replaces quotations of the prompt in the texts of a server's error. Validation errors of some servers quote their input, often truncated or
 * escaped. Complete lines are hidden, and every quotation of at least 15 characters.
 *
 * The texts are indexed instead of the prompt. They have a few KB, while a prompt may have many MB. It is read once for all texts, in
 * pieces that do not overlap, and costs less than its serialization.
 */
export function hidePrompts(texts: readonly string[], body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [...texts];
  const index = new PieceIndex();
  const hidden = texts.map((text) => new HiddenCharacters(text));
  for (const each of hidden) for (const view of viewsOf(each.text)) index.add(view, each);
  readPrompts(body, index);
  return hidden.map((each) => each.render(HIDDEN));
}
