/** A text without escapes, and where its characters come from. */
export interface UnescapedText {
  readonly text: string;
  /** For each UTF-16 unit of the text, and for its end, the offset in the original. */
  readonly offsets: readonly number[];
}

/**
 * Matches the escapes of JSON, Python, Go, Rust, C, HTML and URLs. The groups are a code point in hexadecimal digits, the same in decimal
 * digits, a byte in hexadecimal digits, the same in octal digits, another escaped character, and a name of HTML.
 */
const ESCAPE =
  /\\u\{([\da-fA-F]{1,6})\}|\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|&#[xX]([\da-fA-F]{1,6});|&#(\d{1,7});|(?:\\x|%)([\da-fA-F]{2})|\\([0-3][0-7]{2})|\\([^uUx\d])|&(quot|apos|amp|lt|gt|nbsp);/g;

/** Characters by their letter after a backslash, or their name in HTML. Others after a backslash stand for themselves. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['nbsp', '\u00A0'],
]);

const LAST_CODE_POINT = 0x10_ff_ff;

/** Returns the number of bytes of a character of UTF-8 by its first byte, and 1 for a byte that begins none. */
function sizeOf(byte: number): number {
  if (byte < 0xc0 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Returns the character that begins at a position, with its number of bytes. Bytes that are not UTF-8 are read as Latin-1. */
function characterAt(bytes: readonly number[], at: number): [character: string, size: number] {
  const first = bytes[at] ?? 0;
  const size = sizeOf(first);
  const others = bytes.slice(at + 1, at + size);
  const isWhole = others.length === size - 1 && others.every((byte) => byte >> 6 === 0b10);
  if (size === 1 || !isWhole) return [String.fromCodePoint(first), 1];
  const code = others.reduce((bits, byte) => (bits << 6) | (byte & 0x3f), first & (0x7f >> size));
  return [String.fromCodePoint(Math.min(code, LAST_CODE_POINT)), size];
}

/** Builds a text and the offsets of its characters. */
class TextBuilder {
  text = '';
  readonly offsets: number[] = [];
  /** Escaped bytes in a row, and their offsets. */
  #bytes: number[] = [];
  #places: number[] = [];

  /** Adds a character that begins at an offset. */
  character(character: string, offset: number): void {
    this.text += character;
    // Both halves of a pair begin there.
    for (let unit = 0; unit < character.length; unit += 1) this.offsets.push(offset);
  }

  byte(byte: number, offset: number): void {
    this.#bytes.push(byte);
    this.#places.push(offset);
  }

  endBytes(): void {
    for (let at = 0; at < this.#bytes.length;) {
      const [character, size] = characterAt(this.#bytes, at);
      this.character(character, this.#places[at] ?? 0);
      at += size;
    }
    this.#bytes = [];
    this.#places = [];
  }

  /** Adds the part of the original between two offsets. */
  part(original: string, from: number, to: number): void {
    this.text += original.slice(from, to);
    for (let offset = from; offset < to; offset += 1) this.offsets.push(offset);
  }
}

/**
 * Returns a text with its escapes replaced by the characters that they stand for, or `undefined` if it has none. Escaped bytes in a row are
 * read as UTF-8, or else as Latin-1.
 */
export function unescaped(original: string): UnescapedText | undefined {
  const built = new TextBuilder();
  let at = 0;
  for (const found of original.matchAll(ESCAPE)) {
    const [whole, braced, short, long, html, decimal, byte, octal, letter, name] = found;
    const { index } = found;
    const isByte = byte !== undefined || octal !== undefined;
    if (index > at || !isByte) built.endBytes();
    built.part(original, at, index);
    at = index + whole.length;
    const digits = braced ?? short ?? long ?? html;
    const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
    if (byte !== undefined) built.byte(Number.parseInt(byte, 16), index);
    else if (octal !== undefined) built.byte(Number.parseInt(octal, 8), index);
    else if (code <= LAST_CODE_POINT) built.character(String.fromCodePoint(code), index);
    else built.character(NAMED.get(letter ?? name ?? '') ?? letter ?? '', index);
  }
  if (at === 0) return undefined;
  built.endBytes();
  built.part(original, at, original.length);
  built.offsets.push(original.length);
  return built;
}
