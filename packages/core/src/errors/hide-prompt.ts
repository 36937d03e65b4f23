import { HiddenCharacters, viewsOf, type View } from './decoded-text.js';

/** Length of the compared pieces. A quotation of at least twice this length, minus one, is found wherever it begins and ends. */
const PIECE = 8;

/** Minimum length of a hidden line. Shorter ones are common words, and hiding them would garble the message and protect nothing. */
const SHORTEST = 8;

/** Distance of the examined pieces within files, of which short quotations tell nothing. */
const FILE_STEP = 64;

/** Minimum length of a file, and number of characters from which it is recognized. */
const LONG = 1024;

/** Matches the beginning of a data URL, or base64. */
const FILE = /^(?:data:[^,\s]{0,200};base64,|[\w+/-]{256})/;

/** Maximum number of places with one piece that are compared without success. It bounds the time for a piece that occurs everywhere. */
const MAX_FAILURES = 64;

/** Fields of a request body that contain user content. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

/** Nested fields that contain values of the API, not user content. Errors often refer to them. */
const API_FIELDS = new Set(['role', 'type', 'id', 'tool_call_id', 'name', 'detail']);

const HIDDEN = '[prompt]';

const SPACE = 0x20;

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
  const even = (text.charCodeAt(at) << 5) ^ text.charCodeAt(at + 2);
  const odd = (text.charCodeAt(at + 5) << 5) ^ text.charCodeAt(at + 7);
  return ((even << 8) ^ (even >> 10) ^ (odd * 7)) & ((1 << HASH_BITS) - 1);
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

  /** Hides the quotations of a line, which is the part of a prompt between two offsets. */
  hideLine(prompt: string, from: number, to: number): void {
    const isFile = to - from > LONG && FILE.test(prompt.slice(from, from + LONG));
    const step = isFile ? FILE_STEP : PIECE;
    const hashes = this.#hashes;
    for (let at = from; at + PIECE <= to; at += step) {
      if (hashes[hashOf(prompt, at)] === 1) this.#hideAt(prompt, at, from, to);
    }
  }

  #hideAt(prompt: string, at: number, from: number, to: number): void {
    const pieces = this.#pieces.get(prompt.slice(at, at + PIECE));
    if (pieces === undefined || pieces.failures > MAX_FAILURES) return;
    pieces.places = pieces.places.filter((place) => !hideQuotation(place, prompt, at, from, to));
    pieces.failures += pieces.places.length;
  }
}

/** Hides the quotation around a piece that a text and a line have in common. Returns false if it is too short. */
function hideQuotation(
  { view, hidden, at }: Place,
  prompt: string,
  promptAt: number,
  from: number,
  to: number,
): boolean {
  const { text } = view;
  // Many places may belong to one quotation, which is compared once.
  if (hidden.has(view, at, at + PIECE)) return true;
  let before = 0;
  while (promptAt - before > from && at - before > 0 && text[at - before - 1] === prompt[promptAt - before - 1])
    before += 1;
  let after = PIECE;
  while (promptAt + after < to && at + after < text.length && text[at + after] === prompt[promptAt + after]) after += 1;
  const length = before + after;
  if (length < 2 * PIECE - 1 && length < to - from) return false;
  hidden.hide(view, at - before, at + after);
  return true;
}

/** Passes each line of a text that may be hidden to the index, without the whitespace around it. */
function hideLines(text: string, index: PieceIndex): void {
  for (let from = 0; from < text.length;) {
    const feed = text.indexOf('\n', from);
    const end = feed === -1 ? text.length : feed;
    let start = from;
    let to = end;
    while (start < to && isBlank(text.charCodeAt(start))) start += 1;
    while (to > start && isBlank(text.charCodeAt(to - 1))) to -= 1;
    if (to - start >= SHORTEST) index.hideLine(text, start, to);
    from = end + 1;
  }
}

function isBlank(code: number): boolean {
  return code <= SPACE || code === 0xa0 || code === 0x30_00 || code === 0xfe_ff;
}

/** Passes all user content of a request body to the index. A list takes the place of recursion, since values may be nested deeply. */
function readPrompts(body: object, index: PieceIndex): void {
  const open: unknown[] = PROMPT_FIELDS.map((field) => (body as Record<string, unknown>)[field]);
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') hideLines(value, index);
    else if (Array.isArray(value)) for (const inner of value) open.push(inner);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) if (!API_FIELDS.has(key)) open.push(inner);
    }
  }
}

/**
 * Replaces quotations of the prompt in the texts of a server's error. Validation errors of some servers quote their input, often truncated or
 * escaped. Complete lines are hidden, and every quotation of at least 15 characters, or 71 within a file.
 *
 * The texts are indexed instead of the prompt. They have a few KB, while a prompt may have many MB. It is read once for all texts, an eighth
 * of the pieces of text and fewer of files, and costs less than its serialization.
 */
export function hidePrompts(texts: readonly string[], body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [...texts];
  const index = new PieceIndex();
  const hidden = texts.map((text) => new HiddenCharacters(text));
  for (const each of hidden) for (const view of viewsOf(each.text)) index.add(view, each);
  readPrompts(body, index);
  return hidden.map((each) => each.render(HIDDEN));
}
