/** Pieces below this are copied into pages: a small array costs a hundred bytes beside its content. */
const SMALL = 1024;
const PAGE = 16 * 1024;
/** Most that is made ready on a server's word. */
const MAX_EXPECTED = 64 * 1024 * 1024;
const EMPTY = new Uint8Array(0);

const UTF8 = new TextDecoder();

/** Memory that is not cleared, and where there is Node's `Buffer` small ones out of one larger piece: an array of its own costs as much as decoding it. */
function memory(length: number): Uint8Array {
  const { Buffer: NodeBuffer } = globalThis as { Buffer?: { allocUnsafe?: (length: number) => Uint8Array } };
  return NodeBuffer?.allocUnsafe?.(length) ?? new Uint8Array(length);
}

/**
 * Gathers the bytes of a body. What it keeps is copied, since transports may reuse their buffer, and costs little more than its length,
 * however small the pieces are.
 */
export class ByteBuffer {
  /** How many bytes there are. */
  length = 0;
  readonly #expectedBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #page: Uint8Array = EMPTY;
  /** What of the page has been filled since it was last taken over into the chunks. */
  #from = 0;
  #to = 0;

  /** @param expectedBytes How many there will be, if the server tells: then there is room for all from the start, and nothing is joined. */
  constructor(expectedBytes = 0) {
    this.#expectedBytes = Math.min(expectedBytes, MAX_EXPECTED);
  }

  /** Takes the bytes of one read. */
  add(bytes: Uint8Array): void {
    const isFirst = this.length === 0;
    this.length += bytes.length;
    if (isFirst && this.#expectedBytes >= bytes.length) this.#page = memory(this.#expectedBytes);
    if (this.#to + bytes.length > this.#page.length) {
      this.#takePage();
      if (bytes.length >= SMALL) {
        this.#chunks.push(bytes.slice());
        return;
      }
      // As much as there is already: a page for a short answer would be mostly zeros.
      this.#page = memory(Math.min(PAGE, this.length));
      this.#from = 0;
      this.#to = 0;
    }
    this.#page.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** All of it as text. Decoded once: joining pieces of text would copy them twice. */
  text(): string {
    this.#takePage();
    return UTF8.decode(this.#joined());
  }

  #takePage(): void {
    if (this.#to > this.#from) this.#chunks.push(this.#page.subarray(this.#from, this.#to));
    this.#from = this.#to;
  }

  #joined(): Uint8Array {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const whole = new Uint8Array(this.length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    return whole;
  }
}
