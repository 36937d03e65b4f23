import { isObject } from '@lmux/core/provider/json';
import { isBlank, MAX_DEPTH } from './joined-object.js';

/** Keys whose strings arrive in pieces. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['text', 'summary', 'thinking']);

/** Minimum length at which a repeated beginning is not a coincidence. */
const TELLING_LENGTH = 16;

/**
 * A text that arrives in pieces. MiniMax's documentation describes pieces that contain the whole text so far, but its servers also send
 * increments (MiniMax-AI/MiniMax-M2 issue 95). The pieces are cumulative if each one begins with the one before, unless they are too few
 * and too short to tell: the increments `1` and `12` are not cumulative.
 */
class PiecedText {
  #joined = '';
  #last = '';
  #firstLength = 0;
  #distinct = 0;
  #growing = true;

  /** Adds a piece. `isLast` is true for the piece with the signature, which contains the whole text again at LiteLLM (open-webui/open-webui pull request 29860). */
  add(piece: string, isLast: boolean): void {
    if (piece === '') return;
    const { text } = this;
    if (isLast && text !== '' && piece.startsWith(text)) this.#joined = '';
    this.#growing &&= piece.startsWith(this.#last);
    if (this.#distinct === 0) this.#firstLength = piece.length;
    if (piece !== this.#last) this.#distinct += 1;
    this.#joined += piece;
    this.#last = piece;
  }

  get text(): string {
    const isCumulative = this.#growing && (this.#distinct > 2 || this.#firstLength >= TELLING_LENGTH);
    return isCumulative ? this.#last : this.#joined;
  }
}

/** A block that may arrive in pieces. */
class Block {
  readonly #values = new Map<string, unknown>();
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  get type(): unknown {
    return this.#values.get('type');
  }

  get isSigned(): boolean {
    return !isBlank(this.#values.get('signature'));
  }

  get id(): unknown {
    return this.#values.get('id');
  }

  get data(): unknown {
    return this.#values.get('data');
  }

  add(piece: Readonly<Record<string, unknown>>): void {
    const isLast = !isBlank(piece.signature);
    for (const [key, value] of Object.entries(piece)) {
      const known = this.#values.get(key);
      if (TEXT_KEYS.has(key) && typeof value === 'string') {
        const text = known instanceof PiecedText ? known : new PiecedText();
        text.add(value, isLast);
        this.#values.set(key, text);
      } else if (TEXT_KEYS.has(key) && Array.isArray(value) && this.#depth < MAX_DEPTH) {
        const list = known instanceof BlockList ? known : new BlockList(this.#depth + 1);
        list.add(value);
        this.#values.set(key, list);
      } else if (!isBlank(value) || known === undefined) this.#values.set(key, value);
    }
  }

  toJson(): Record<string, unknown> {
    const entries = Array.from(this.#values, ([key, value]): [string, unknown] => {
      if (value instanceof PiecedText) return [key, value.text];
      return [key, value instanceof BlockList ? value.toJson() : value];
    });
    return Object.fromEntries(entries);
  }
}

/** True for a piece of another block: it has another id, or encrypted data, which servers send complete. */
function isOther(block: Block, { id, data }: Readonly<Record<string, unknown>>): boolean {
  if (!isBlank(id) && !isBlank(block.id) && id !== block.id) return true;
  return !isBlank(data) && data !== block.data;
}

/**
 * A list of blocks, such as `reasoning_details`, whose deltas each contain a list of pieces. A piece continues the last block with its
 * `index` and type, unless their ids differ. Without an index, it continues the last block if that has the same type and no signature yet.
 * Encrypted data is complete in one piece, also where several blocks have the same index (Gemini and Grok at OpenRouter). The pieces of one
 * delta belong to different blocks, so that the list of a complete response is not changed.
 */
export class BlockList {
  readonly #blocks: unknown[] = [];
  readonly #byIndex = new Map<string, Block>();
  readonly #depth: number;

  constructor(depth = 0) {
    this.#depth = depth;
  }

  add(pieces: readonly unknown[]): void {
    const previous = this.#blocks.length;
    const continued = new Set<Block>();
    for (const piece of pieces) {
      if (!isObject(piece)) {
        this.#blocks.push(piece);
        continue;
      }
      const found = this.#find(piece, previous);
      const block = found === undefined || continued.has(found) ? new Block(this.#depth) : found;
      if (block !== found) this.#blocks.push(block);
      continued.add(block);
      block.add(piece);
      const key = keyOf(piece, block.type);
      if (key !== undefined) this.#byIndex.set(key, block);
    }
  }

  toJson(): unknown[] {
    return this.#blocks.map((block) => (block instanceof Block ? block.toJson() : block));
  }

  #find(piece: Readonly<Record<string, unknown>>, previous: number): Block | undefined {
    const last = this.#blocks[previous - 1];
    const latest = last instanceof Block ? last : undefined;
    const key = keyOf(piece, piece.type ?? latest?.type);
    const found = key === undefined ? openBlock(latest, piece) : this.#byIndex.get(key);
    return found === undefined || isOther(found, piece) ? undefined : found;
  }
}

function keyOf({ index }: Readonly<Record<string, unknown>>, type: unknown): string | undefined {
  // Any other type would have to be converted, which a nested one could make fail.
  const kind = typeof type === 'string' ? type : '';
  return typeof index === 'number' || typeof index === 'string' ? `${index}/${kind}` : undefined;
}

/** Returns the latest block if a piece without an index continues it. */
function openBlock(latest: Block | undefined, piece: Readonly<Record<string, unknown>>): Block | undefined {
  if (latest === undefined || latest.isSigned) return undefined;
  return isBlank(piece.type) || piece.type === latest.type ? latest : undefined;
}
