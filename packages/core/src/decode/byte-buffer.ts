/**
 * Pieces shorter than this are copied into pages, because each small array costs about 100 bytes in addition to its
 * content.
 */
const SMALL = 1024;
const PAGE = 16 * 1024;
/** Maximum number of bytes that are allocated in advance because the server announced them. */
const MAX_EXPECTED = 64 * 1024 * 1024;
/** Announced length up to which the memory is allocated for the first byte. */
const SMALL_BODY = 64 * 1024;
/** The part of a longer body that must have arrived before memory is allocated for the rest. A server may announce what it never sends. */
const PROOF = 1 / 8;
const EMPTY = new Uint8Array(0);

const UTF8 = new TextDecoder();

/**
 * Allocates an array. With Node's `Buffer`, its memory is not zeroed, and small arrays come from a shared pool, because
 * allocating an array costs as much as decoding it.
 */
function memory(length: number): Uint8Array {
  const { Buffer: NodeBuffer } = globalThis as { Buffer?: { allocUnsafe?: (length: number) => Uint8Array } };
  return NodeBuffer?.allocUnsafe?.(length) ?? new Uint8Array(length);
}

/**
 * Collects the bytes of a body. The bytes are copied, because transports may reuse their buffer. The memory used is
 * little more than the length, however small the pieces are.
 */
export class ByteBuffer {
  /** The number of bytes so far. */
  length = 0;
  /** The announced length. 0 once its memory is allocated. */
  #expectedBytes: number;
  #chunks: Uint8Array[] = [];
  #page: Uint8Array = EMPTY;
  /** The part of the page that has been filled since it was last added to the chunks. */
  #from = 0;
  #to = 0;

  /**
   * @param expectedBytes The length that the server announced, if any. Memory for all of it is allocated when an
   * eighth has arrived, which is moved there, so that the rest is not joined.
   */
  constructor(expectedBytes = 0) {
    this.#expectedBytes = Math.min(expectedBytes, MAX_EXPECTED);
  }

  /** Adds the bytes of one read. */
  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.#to + bytes.length > this.#page.length) {
      this.#takePage();
      if (this.#expectsMore) this.#allocateExpected();
      else if (bytes.length >= SMALL) {
        this.#chunks.push(bytes.slice());
        return;
      } else this.#allocatePage();
    }
    this.#page.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  /** True if the memory for the announced bytes should be allocated now. */
  get #expectsMore(): boolean {
    const expected = this.#expectedBytes;
    return expected >= this.length && (expected <= SMALL_BODY || this.length >= expected * PROOF);
  }

  #allocateExpected(): void {
    const page = memory(this.#expectedBytes);
    this.#to = 0;
    for (const chunk of this.#chunks) {
      page.set(chunk, this.#to);
      this.#to += chunk.length;
    }
    this.#page = page;
    this.#from = 0;
    this.#chunks = [];
    this.#expectedBytes = 0;
  }

  #allocatePage(): void {
    // Not more than the bytes so far, because most of a page would be unused for a short response.
    this.#page = memory(Math.min(PAGE, this.length));
    this.#from = 0;
    this.#to = 0;
  }

  /** Returns all bytes as text. They are decoded at once, because joining decoded pieces would copy them twice. */
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
