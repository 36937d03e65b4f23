const MAX_CHARACTER_BYTES = 4;
const LAST_ASCII = 0x7f;
const BEYOND_ASCII = /[^\0-\u007F]/;

/** Methods of Node's `Buffer` that are not documented. The public ones take 50 ns longer to inspect their arguments. */
interface ByteStrings {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
}

interface NodeBuffer {
  readonly prototype: Partial<ByteStrings>;
  from(text: string, encoding: 'latin1'): Uint8Array;
}

/**
 * Converts UTF-8 bytes to text that can be searched and cut at ASCII characters, and decodes pieces of that text.
 *
 * With Node's `Buffer`, each character of the text is one byte (Latin-1), and only the pieces that are used are
 * decoded. Most of a stream consists of JSON envelopes, which need no decoding. This halves the cost of a read. The
 * text also stays at one byte per character, which is faster to compare, whatever language the tokens are in. Without
 * `Buffer`, the bytes are decoded as they arrive.
 */
export class ByteText {
  readonly #buffer: (NodeBuffer & { readonly prototype: ByteStrings }) | undefined;
  #decoder: TextDecoder | undefined;

  constructor(buffer = (globalThis as { Buffer?: NodeBuffer }).Buffer) {
    const { latin1Slice, utf8Slice } = buffer?.prototype ?? {};
    const usable = typeof latin1Slice === 'function' && typeof utf8Slice === 'function';
    this.#buffer = usable ? (buffer as NodeBuffer & { readonly prototype: ByteStrings }) : undefined;
  }

  /** Converts one read to text. */
  read(bytes: Uint8Array): string {
    if (this.#buffer !== undefined) return this.#buffer.prototype.latin1Slice.call(bytes, 0, bytes.length);
    // Created on demand, because it costs as much as decoding a few events.
    this.#decoder ??= new TextDecoder();
    return this.#decoder.decode(bytes, { stream: true });
  }

  /** Returns the rest of the text after the last read. */
  end(): string {
    return this.#decoder?.decode() ?? '';
  }

  /** Decodes a piece of the text. The piece must not begin or end within a character. */
  readonly decode = (text: string): string => {
    if (this.#buffer === undefined || !BEYOND_ASCII.test(text)) return text;
    const bytes = this.#buffer.from(text, 'latin1');
    return this.#buffer.prototype.utf8Slice.call(bytes, 0, bytes.length);
  };
}

/** Returns the length of a text without the bytes of an incomplete character at its end. A character has at most four. */
export function wholeCharacters(text: string): number {
  for (let size = 1; size < MAX_CHARACTER_BYTES && size <= text.length; size += 1) {
    const byte = text.charCodeAt(text.length - size);
    // The first byte of a character tells its size. The others are below 0xC0.
    if (byte >= 0xc0) return size < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? text.length - size : text.length;
    if (byte <= LAST_ASCII) break;
  }
  return text.length;
}
