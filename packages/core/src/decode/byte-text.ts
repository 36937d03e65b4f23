const BEYOND_ASCII = /[^\0-\u007F]/;

/** What Node's `Buffer` has beside its public methods, which take 50 ns more to find out what they were called with. */
interface ByteStrings {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
}

interface NodeBuffer {
  readonly prototype: Partial<ByteStrings>;
  from(text: string, encoding: 'latin1'): Uint8Array;
}

/**
 * The bytes of UTF-8 as text that can be searched and cut at ASCII characters, and what a piece of that means. Where there is Node's
 * `Buffer`, a character of that text is a byte, and only pieces that somebody wants are decoded: a stream is mostly envelopes. A read is
 * text at half the cost, and it stays text of one byte a character, which is compared faster, whatever language the tokens are in.
 * Elsewhere it is decoded at once, as a stream.
 */
export class ByteText {
  readonly #buffer: (NodeBuffer & { readonly prototype: ByteStrings }) | undefined;
  #decoder: TextDecoder | undefined;

  constructor(buffer = (globalThis as { Buffer?: NodeBuffer }).Buffer) {
    const { latin1Slice, utf8Slice } = buffer?.prototype ?? {};
    const usable = typeof latin1Slice === 'function' && typeof utf8Slice === 'function';
    this.#buffer = usable ? (buffer as NodeBuffer & { readonly prototype: ByteStrings }) : undefined;
  }

  /** The text of one read. */
  read(bytes: Uint8Array): string {
    if (this.#buffer !== undefined) return this.#buffer.prototype.latin1Slice.call(bytes, 0, bytes.length);
    // Made only where it is needed: that costs as much as decoding a few events.
    this.#decoder ??= new TextDecoder();
    return this.#decoder.decode(bytes, { stream: true });
  }

  /** What is left when there is nothing more to read. */
  end(): string {
    return this.#decoder?.decode() ?? '';
  }

  /** What a piece of the text means; the piece must not begin or end within a character. */
  readonly decode = (text: string): string => {
    if (this.#buffer === undefined || !BEYOND_ASCII.test(text)) return text;
    const bytes = this.#buffer.from(text, 'latin1');
    return this.#buffer.prototype.utf8Slice.call(bytes, 0, bytes.length);
  };
}
