import { ANSI, INVISIBLE } from './plain-text.js';

/** Maximum number of times that a text may be escaped, such as bytes of UTF-8 in JSON in JSON in HTML. */
const MAX_ESCAPES = 4;

/**
 * Matches the escapes of JSON, Python, Go, Rust, C, HTML and URLs, and bytes of UTF-8 that were read as Latin-1, as escaped bytes are. The
 * groups are an escape with hexadecimal digits, a code point in decimal digits, a byte in octal digits, another escaped character, a name of
 * HTML, and the bytes.
 */
const ESCAPE =
  /((?:\\x|%)[\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\u\{[\da-fA-F]{1,6}\}|\\U[\da-fA-F]{8}|&#[xX][\da-fA-F]{1,6};)|&#(\d{1,7});|\\([0-3][0-7]{2})|\\([^uUx\d])|&(quot|apos|amp|lt|gt|nbsp);|([\u00C2-\u00DF][\u0080-\u00BF]|[\u00E0-\u00EF][\u0080-\u00BF]{2}|[\u00F0-\u00F4][\u0080-\u00BF]{3})/g;

/** Matches blanks that are not one space. */
export const BLANKS = /[^\S ]\s*| \s+/g;

/** Characters by their letter after a backslash, or their name in HTML. Others after a backslash stand for themselves. */
const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00A0',
};

const LAST_CODE_POINT = 0x10_ff_ff;

/** A text, or the same with escapes replaced. */
export interface View {
  readonly text: string;
  /** For each UTF-16 unit of the text, and for its end, the offset in the original. `undefined` if they are equal. */
  readonly offsets?: readonly number[];
}

/** Returns the characters that an escape stands for. */
function unescaped([, hex, decimal, octal, letter = '', name = letter, bytes]: RegExpExecArray): string {
  if (bytes !== undefined) return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  if (name !== '') return NAMED[name] ?? name;
  const digits = hex?.replace(/^\W+[uUxX]?\{?/, '') ?? octal ?? decimal ?? '';
  const code = Number.parseInt(digits, hex === undefined ? (octal === undefined ? 10 : 8) : 16);
  return String.fromCodePoint(Math.min(code, LAST_CODE_POINT));
}

/** Returns a view with the matches of a pattern replaced. */
function replaced({ text, offsets }: View, pattern: RegExp, replacement: (match: RegExpExecArray) => string): View {
  const places: number[] = [];
  let result = '';
  let read = 0;
  const copyTo = (end: number): void => {
    result += text.slice(read, end);
    for (; read < end; read += 1) places.push(offsets?.[read] ?? read);
  };
  for (const match of text.matchAll(pattern)) {
    copyTo(match.index);
    const characters = replacement(match);
    result += characters;
    // Both halves of a surrogate pair begin there.
    for (let unit = 0; unit < characters.length; unit += 1) places.push(offsets?.[read] ?? read);
    read += match[0].length;
  }
  copyTo(text.length);
  places.push(offsets?.[read] ?? read);
  return { text: result, offsets: places };
}

/** Returns a text, the same with one level of escapes replaced after the other, and at last without invisible characters and with single spaces. */
export function viewsOf(text: string): View[] {
  let last: View = { text };
  const views = [last];
  const add = (pattern: RegExp, replacement: (match: RegExpExecArray) => string): void => {
    if (last.text.search(pattern) >= 0) views.push((last = replaced(last, pattern, replacement)));
  };
  for (let level = 0; level < MAX_ESCAPES; level += 1) add(ESCAPE, unescaped);
  // They may split up a quotation.
  for (const unseen of [ANSI, INVISIBLE]) add(unseen, () => '');
  add(BLANKS, () => ' ');
  return views;
}

/** The characters of a text that are hidden, which are found in its views. */
export class HiddenCharacters {
  readonly text: string;
  readonly #hidden: Uint8Array;

  constructor(text: string) {
    this.text = text;
    this.#hidden = new Uint8Array(text.length);
  }

  /** Hides the characters between two offsets of a view. */
  hide({ offsets }: View, from: number, to: number): void {
    this.#hidden.fill(1, offsets?.[from] ?? from, offsets?.[to] ?? to);
  }

  /** Returns true if all characters between two offsets of a view are hidden. */
  has({ offsets }: View, from: number, to: number): boolean {
    return this.#hidden.subarray(offsets?.[from] ?? from, offsets?.[to] ?? to).every((flag) => flag === 1);
  }

  /** Returns the text with placeholders. Hidden parts next to each other share one. */
  render(placeholder: string): string {
    let shown = '';
    let at = 0;
    for (let from = this.#hidden.indexOf(1); from !== -1; from = this.#hidden.indexOf(1, at)) {
      shown += this.text.slice(at, from) + placeholder;
      const end = this.#hidden.indexOf(0, from);
      at = end === -1 ? this.text.length : end;
    }
    return shown + this.text.slice(at);
  }
}
