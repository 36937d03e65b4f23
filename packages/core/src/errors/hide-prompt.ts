import { BLANKS, HiddenCharacters, viewsOf, type View } from './decoded-text.js';

/**
 * Length of the compared pieces, and minimum length of a hidden line. Shorter ones are common words, and hiding them would garble the message and
 * protect nothing. A quotation of at least twice this length, minus one, is found wherever it begins and ends. */
const PIECE = 8;

/** Maximum number of places with one piece that are compared without success. It bounds the time for a piece that occurs everywhere. */
const MAX_FAILURES = 64;

/** Fields of a request body that contain user content. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

/** Fields that contain tools and schemas, of which only descriptions are user content. Errors about them refer to their names and types. */
const SCHEMA_FIELDS = ['tools', 'functions', 'response_format', 'format', 'json_schema'];

/** Matches the first of the blanks that are not one space. */
const OTHER_BLANK = /[^\S ]| \s/;

/** Keys of descriptions in a schema. */
const DESCRIPTIONS = new Set(['description', '$comment']);

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

/** Bit in which upper and lower case of most letters differ. */
const CASE_BIT = 0x20;

/**
 * Returns a hash of the piece at an offset, which is the same for both cases of a letter of ASCII and Latin-1. It is computed for each piece of a
 * prompt, so it reads half of the characters.
 */
function hashOf(text: string, at: number): number {
  const begin = ((text.charCodeAt(at) | CASE_BIT) << 12) ^ ((text.charCodeAt(at + 2) | CASE_BIT) << 8);
  const end = ((text.charCodeAt(at + 5) | CASE_BIT) << 4) ^ (text.charCodeAt(at + 7) | CASE_BIT);
  return (begin ^ end) & ((1 << HASH_BITS) - 1);
}

/** Returns a number for the piece at an offset, which other pieces rarely have. It takes the place of the piece, so that none is copied. */
function keyOf(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + PIECE; index += 1)
    key = Math.imul(key ^ (text.charCodeAt(index) | CASE_BIT), 0x01_00_01_93);
  return key;
}

/** True if the characters at two offsets are equal, or the same letter in the other case. */
function isSame(one: string, at: number, other: string, otherAt: number): boolean {
  const difference = one.charCodeAt(at) ^ other.charCodeAt(otherAt);
  return (
    difference === 0 ||
    (difference === CASE_BIT && one.charAt(at).toLowerCase() === other.charAt(otherAt).toLowerCase())
  );
}

/** The places of one piece that are not hidden. */
interface Pieces {
  readonly places: Place[];
  failures: number;
}

/** The pieces of the server's texts, of which there are few. A prompt of any length is read once, and nothing of it is kept or copied. */
class PieceIndex {
  readonly #pieces = new Map<number, Pieces>();
  /** 1 for each hash of a piece. It tells most of the pieces of a prompt that no text contains. */
  readonly #hashes = new Uint8Array(1 << HASH_BITS);

  add(view: View, hidden: HiddenCharacters): void {
    for (let at = 0; at + PIECE <= view.text.length; at += 1) {
      const key = keyOf(view.text, at);
      const pieces = this.#pieces.get(key) ?? { places: [], failures: 0 };
      this.#pieces.set(key, pieces);
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
    const pieces = this.#pieces.get(keyOf(line, at));
    if (pieces === undefined || pieces.failures > MAX_FAILURES) return;
    const { places } = pieces;
    let kept = 0;
    for (const place of places) if (!hideQuotation(place, line, at)) places[kept++] = place;
    places.length = kept;
    pieces.failures += kept;
  }
}

/** Hides the quotation around a piece that a text and a line have in common. Returns false if it is too short. */
function hideQuotation({ view, hidden, at }: Place, line: string, lineAt: number): boolean {
  const { text } = view;
  // Many places may belong to one quotation, which is compared once.
  if (hidden.has(view, at, at + PIECE)) return true;
  let before = 0;
  while (before < Math.min(at, lineAt) && isSame(text, at - before - 1, line, lineAt - before - 1)) before += 1;
  let after = 0;
  const limit = Math.min(text.length - at, line.length - lineAt);
  while (after < limit && isSame(text, at + after, line, lineAt + after)) after += 1;
  if (after < PIECE) return false;
  const length = before + after;
  // A short line may be a common word, which a server writes in its own way.
  const isShort = length < 2 * PIECE - 1;
  if (isShort && (length < line.length || text.slice(at - before, at + after) !== line)) return false;
  hidden.hide(view, at - before, at + after);
  return true;
}

/** Passes a text of a user to the index by lines, and also as one line, because a server may break lines in other places. */
function readLines(text: string, index: PieceIndex): void {
  // Most texts have one line, which is not copied.
  if (!OTHER_BLANK.test(text)) return index.hideLine(text.trim());
  for (const line of text.split('\n')) index.hideLine(line.trim());
  index.hideLine(text.replaceAll(BLANKS, ' ').trim());
}

/** Passes all user content of a request body to the index. A list takes the place of recursion, since values may be nested deeply. */
function readPrompts(body: Readonly<Record<string, unknown>>, index: PieceIndex): void {
  const open: unknown[] = PROMPT_FIELDS.map((field) => body[field]);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') readLines(value, index);
    else if (Array.isArray(value)) for (const inner of value) open.push(inner);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) if (!API_FIELDS.has(key)) open.push(inner);
    }
  }
}

/** Passes the descriptions of tools and schemas to the index. One word may be a name too. */
function readDescriptions(body: Readonly<Record<string, unknown>>, index: PieceIndex): void {
  const open: unknown[] = SCHEMA_FIELDS.map((field) => body[field]);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== 'string') open.push(inner);
      else if (DESCRIPTIONS.has(key) && /\s/.test(inner.trim())) readLines(inner, index);
    }
  }
}

/**
 * Replaces quotations of the prompt in the texts of a server's error. Validation errors of some servers quote their input, often truncated or
 * escaped. Complete lines are hidden, and every quotation of at least 15 characters, also with other blanks or in another case.
 *
 * The texts are indexed instead of the prompt. They have a few KB, while a prompt may have many MB. It is read once for all texts, in
 * pieces that do not overlap, and costs less than its serialization.
 */
export function hidePrompts(texts: readonly string[], body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [...texts];
  const index = new PieceIndex();
  const hidden = texts.map((text) => new HiddenCharacters(text));
  for (const each of hidden) for (const view of viewsOf(each.text)) index.add(view, each);
  const fields = body as Record<string, unknown>;
  readPrompts(fields, index);
  readDescriptions(fields, index);
  return hidden.map((each) => each.render(HIDDEN));
}
