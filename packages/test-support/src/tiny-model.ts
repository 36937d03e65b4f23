/** Sizes of the model. The smallest that llama.cpp and Ollama accept, so that it responds within milliseconds. */
const EMBEDDING = 32;
const HEADS = 2;
const FEED_FORWARD = 32;
const TOKENS = 258;

/** Maximum context length of the model in tokens. A token is a byte of UTF-8. */
export const TINY_MODEL_CONTEXT = 1024;

/** Types of values and tensors in a GGUF file (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const U32 = 4;
const I32 = 5;
const F32 = 6;
const STRING = 8;
const ARRAY = 9;
const TENSOR_F32 = 0;

const ALIGNMENT = 32;

/** Appends the little-endian values of a GGUF file. */
class GgufWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  bytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  number(size: 4 | 8, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(size));
    set(view);
    this.bytes(new Uint8Array(view.buffer));
  }

  u32(value: number): void {
    this.number(4, (view) => view.setUint32(0, value, true));
  }

  u64(value: number): void {
    this.number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }

  f32(value: number): void {
    this.number(4, (view) => view.setFloat32(0, value, true));
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.u64(bytes.length);
    this.bytes(bytes);
  }

  align(): void {
    this.bytes(new Uint8Array((ALIGNMENT - (this.#length % ALIGNMENT)) % ALIGNMENT));
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.#parts.flatMap((part) => [...part]));
  }
}

function isPrintable(byte: number): boolean {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
}

/** Returns the tokens of the 256 bytes, in the alphabet of GPT-2, and those for the beginning and the end of a text. */
function tokens(): string[] {
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  const shifted = all.filter((byte) => !isPrintable(byte)).map((_, index) => 256 + index);
  const printable = all.filter((byte) => isPrintable(byte));
  return [...[...printable, ...shifted].map((code) => String.fromCharCode(code)), '<s>', '</s>'];
}

type Value = readonly [key: string, type: number, write: (to: GgufWriter) => void];

function u32(key: string, value: number): Value {
  return [key, U32, (to) => to.u32(value)];
}

function text(key: string, value: string): Value {
  return [key, STRING, (to) => to.text(value)];
}

function list<T>(key: string, type: number, values: readonly T[], write: (to: GgufWriter, value: T) => void): Value {
  const writeAll = (to: GgufWriter): void => {
    to.u32(type);
    to.u64(values.length);
    for (const value of values) write(to, value);
  };
  return [key, ARRAY, writeAll];
}

function metadata(keys: Readonly<Record<string, number>>): readonly Value[] {
  const names = tokens();
  return [
    text('general.architecture', 'llama'),
    text('general.name', 'tiny'),
    u32('general.file_type', 0),
    u32('llama.context_length', TINY_MODEL_CONTEXT),
    u32('llama.embedding_length', EMBEDDING),
    u32('llama.block_count', 1),
    u32('llama.feed_forward_length', FEED_FORWARD),
    u32('llama.attention.head_count', HEADS),
    u32('llama.attention.head_count_kv', HEADS),
    ['llama.attention.layer_norm_rms_epsilon', F32, (to) => to.f32(1e-5)],
    u32('llama.rope.dimension_count', EMBEDDING / HEADS),
    u32('llama.vocab_size', TOKENS),
    ...Object.entries(keys).map(([key, value]) => u32(key, value)),
    text('tokenizer.ggml.model', 'gpt2'),
    text('tokenizer.ggml.pre', 'default'),
    list('tokenizer.ggml.tokens', STRING, names, (to, name) => to.text(name)),
    // 1 is a normal token, 3 a control token.
    list('tokenizer.ggml.token_type', I32, names, (to, name) => to.u32(name.length === 1 ? 1 : 3)),
    // Joins nothing, because there is no such token.
    list('tokenizer.ggml.merges', STRING, ['a b'], (to, merge) => to.text(merge)),
    u32('tokenizer.ggml.bos_token_id', TOKENS - 2),
    u32('tokenizer.ggml.eos_token_id', TOKENS - 1),
  ];
}

const SQUARE = [EMBEDDING, EMBEDDING] as const;

const TENSORS: readonly (readonly [name: string, sizes: readonly number[]])[] = [
  ['token_embd.weight', [EMBEDDING, TOKENS]],
  ['output_norm.weight', [EMBEDDING]],
  ['output.weight', [EMBEDDING, TOKENS]],
  ['blk.0.attn_norm.weight', [EMBEDDING]],
  ['blk.0.attn_q.weight', SQUARE],
  ['blk.0.attn_k.weight', SQUARE],
  ['blk.0.attn_v.weight', SQUARE],
  ['blk.0.attn_output.weight', SQUARE],
  ['blk.0.ffn_norm.weight', [EMBEDDING]],
  ['blk.0.ffn_gate.weight', [EMBEDDING, FEED_FORWARD]],
  ['blk.0.ffn_up.weight', [EMBEDDING, FEED_FORWARD]],
  ['blk.0.ffn_down.weight', [FEED_FORWARD, EMBEDDING]],
];

/** Returns weights that are the same in every run. Norms are 1, all others are between -0.2 and 0.2. */
function weights(name: string, count: number, state: { seed: number }): Float32Array {
  return Float32Array.from({ length: count }, () => {
    if (name.includes('norm')) return 1;
    // A generator of random numbers of the book Numerical Recipes.
    state.seed = (state.seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return (state.seed / 2 ** 32 - 0.5) * 0.4;
  });
}

/**
 * Returns the GGUF file of a model with one layer and random weights (100 kB). It loads and responds within milliseconds, with random text. Each
 * byte of a text is a token, so the number of tokens is known.
 *
 * @param keys Additional metadata, such as `llama.pooling_type`, with which Ollama considers it an embedding model.
 */
export function tinyModel(keys: Readonly<Record<string, number>> = {}): Uint8Array {
  const file = new GgufWriter();
  const data = new GgufWriter();
  const pairs = metadata(keys);
  file.bytes(new TextEncoder().encode('GGUF'));
  file.u32(3);
  file.u64(TENSORS.length);
  file.u64(pairs.length);
  for (const [key, type, write] of pairs) {
    file.text(key);
    file.u32(type);
    write(file);
  }
  const state = { seed: 1 };
  for (const [name, sizes] of TENSORS) {
    file.text(name);
    file.u32(sizes.length);
    for (const size of sizes) file.u64(size);
    file.u32(TENSOR_F32);
    file.u64(data.length);
    const count = sizes.reduce((product, size) => product * size, 1);
    data.bytes(new Uint8Array(weights(name, count, state).buffer));
    data.align();
  }
  file.align();
  file.bytes(data.toBytes());
  return file.toBytes();
}
