import { unescaped } from './unescaped.js';

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

/** Maximum number of times that a text may be escaped, such as JSON in JSON in HTML. */
const MAX_ESCAPES = 3;

/** Maximum number of places with one piece that are compared without success. It bounds the time for a piece that occurs everywhere. */
const MAX_FAILURES = 64;

/** Fields of a request body that contain user content. */
const PROMPT_FIELDS = ['messages', 'input', 'prompt', 'suffix', 'system_prompt', 'system', 'images'];

/** Nested fields that contain values of the API, not user content. Errors often refer to them. */
const API_FIELDS = new Set(['role', 'type', 'id', 'tool_call_id', 'name', 'detail']);

const HIDDEN = '[prompt]';

const SPACE = 0x20;

/** A text in which the prompt is searched: that of the server, or the same with escapes replaced. */
interface View {
  readonly text: string;
  /** For each character, its offset in the server's text. `undefined` if they are equal. */
  readonly offsets: readonly number[] | undefined;
  /** For each character of the server's text, 1 if it is hidden. Shared by the views of one text. */
  readonly hidden: Uint8Array;
}

/** A place of a piece in a view. */
interface Place {
  readonly view: View;
  readonly at: number;
}

function viewsOf(text: string): View[] {
  const hidden = new Uint8Array(text.length);
  const views: View[] = [{ text, offsets: undefined, hidden }];
  let last = views[0];
  for (let escapes = 0; escapes < MAX_ESCAPES && last !== undefined; escapes += 1) {
    const next = unescaped(last.text);
    if (next === undefined) break;
    const { offsets } = last;
    last = {
      text: next.text,
      offsets: offsets === undefined ? next.offsets : next.offsets.map((at) => offsets[at] ?? 0),
      hidden,
    };
    views.push(last);
  }
  return views;
}

/** Number of bits of a hash. Texts of 4 KB have few enough pieces that most pieces of a prompt have another hash. */
const HASH_BITS = 18;
/** Number of further bits of a key, which makes it a small integer. */
const KEY_BITS = 12;

/** Returns a hash of the piece at an offset. It is computed for each piece of a prompt, so it reads half of the characters. */
function hashOf(text: string, at: number): number {
  const even = (text.charCodeAt(at) << 5) ^ text.charCodeAt(at + 2);
  const odd = (text.charCodeAt(at + 5) << 5) ^ text.charCodeAt(at + 7);
  return ((even << 8) ^ (even >> 10) ^ (odd * 7)) & ((1 << HASH_BITS) - 1);
}

/** Returns a longer hash, which reads the other half too. Pieces with the same one are nearly always equal. */
function keyOf(text: string, at: number): number {
  const odd = (text.charCodeAt(at + 1) << 3) ^ text.charCodeAt(at + 3);
  const even = (text.charCodeAt(at + 4) << 3) ^ text.charCodeAt(at + 6);
  return (hashOf(text, at) << KEY_BITS) | ((odd ^ (even * 5)) & ((1 << KEY_BITS) - 1));
}

/** The places of pieces with one key. */
interface Pieces {
  readonly places: Place[];
  failures: number;
}

/** The pieces of the server's texts, of which there are few. A prompt of any length is read once, and nothing of it is kept or copied. */
class PieceIndex {
  readonly #pieces = new Map<number, Pieces>();
  /** One bit for each hash. */
  readonly #hashes = new Int32Array(1 << (HASH_BITS - 5));

  get isEmpty(): boolean {
    return this.#pieces.size === 0;
  }

  add(view: View): void {
    for (let at = 0; at + PIECE <= view.text.length; at += 1) {
      const key = keyOf(view.text, at);
      const pieces = this.#pieces.get(key) ?? { places: [], failures: 0 };
      this.#pieces.set(key, pieces);
      pieces.places.push({ view, at });
      const hash = key >> KEY_BITS;
      this.#hashes[hash >> 5] = (this.#hashes[hash >> 5] ?? 0) | (1 << hash);
    }
  }

  /** Hides the quotations of a line, which is the part of a prompt between two offsets. */
  hideLine(prompt: string, from: number, to: number): void {
    const isFile = to - from > LONG && FILE.test(prompt.slice(from, from + LONG));
    const step = isFile ? FILE_STEP : PIECE;
    const hashes = this.#hashes;
    for (let at = from; at + PIECE <= to; at += step) {
      const hash = hashOf(prompt, at);
      if (((hashes[hash >> 5] ?? 0) & (1 << hash)) !== 0) this.#hideAt(prompt, at, from, to);
    }
  }

  #hideAt(prompt: string, at: number, from: number, to: number): void {
    const pieces = this.#pieces.get(keyOf(prompt, at));
    if (pieces === undefined || pieces.failures > MAX_FAILURES) return;
    const { places } = pieces;
    let left = 0;
    for (const place of places) if (!hideQuotation(place, prompt, at, from, to)) places[left++] = place;
    places.length = left;
    pieces.failures += left;
  }
}

/** Hides the quotation around a piece that a view and a line have in common. Returns false if it is too short. */
function hideQuotation({ view, at }: Place, prompt: string, promptAt: number, from: number, to: number): boolean {
  const { text, offsets, hidden } = view;
  const offsetOf = (place: number): number => offsets?.[place] ?? place;
  // Many places may belong to one quotation, which is compared once.
  if (hidden.subarray(offsetOf(at), offsetOf(at + PIECE)).every((flag) => flag === 1)) return true;
  let before = 0;
  while (promptAt - before > from && at - before > 0 && text[at - before - 1] === prompt[promptAt - before - 1])
    before += 1;
  let after = 0;
  while (promptAt + after < to && at + after < text.length && text[at + after] === prompt[promptAt + after]) after += 1;
  const length = before + after;
  if (after < PIECE || (length < 2 * PIECE - 1 && length < to - from)) return false;
  hidden.fill(1, offsetOf(at - before), offsetOf(at + after));
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

/** Returns a text with placeholders for its hidden characters. Hidden parts next to each other share one. */
function render(text: string, hidden: Uint8Array): string {
  let shown = '';
  let at = 0;
  for (let from = hidden.indexOf(1); from !== -1; from = hidden.indexOf(1, at)) {
    shown += text.slice(at, from) + HIDDEN;
    const end = hidden.indexOf(0, from);
    at = end === -1 ? text.length : end;
  }
  return shown + text.slice(at);
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
  const views = texts.map((text) => viewsOf(text));
  for (const view of views.flat()) index.add(view);
  if (!index.isEmpty) readPrompts(body, index);
  return texts.map((text, at) => {
    const hidden = views[at]?.[0]?.hidden;
    return hidden === undefined ? text : render(text, hidden);
  });
}
