import type { ToolDefinition } from '../contract/tool.js';
import { isObjectError } from '../errors/guards.js';
import { PartialJsonParser } from '../objects/partial-json-parser.js';
import type { JsonPath } from '../objects/value-builder.js';

/** Receives what a `CallsReader` reads. The methods are those of `ChatEventWriter`. */
export interface CallsWriter {
  text(delta: string): void;
  endBlock(): void;
  toolCallStart(id: string | undefined, name: string): number;
  toolCallDelta(index: number, argumentsDelta: string): void;
  toolCallEnd(index: number): unknown;
}

/** Options of `CallsReader`. */
export interface CallsReaderOptions {
  readonly writer: CallsWriter;
  /** True if the reply is JSON, which is passed on as it is written. */
  readonly isJsonReply: boolean;
  /** The tools that the model may call. */
  readonly tools: readonly ToolDefinition[];
}

/** A value whose text is passed on while it arrives. */
interface OpenValue {
  /** The position of its text that was not passed on yet. */
  from: number;
  readonly write: (text: string) => void;
}

/** The call or reply that is being read. */
interface OpenItem {
  /** True for the object at the root. Without the name of a tool, it is other JSON. */
  readonly isRoot: boolean;
  index?: number;
  /** The arguments that came before the name. */
  pending: string;
  hasArguments: boolean;
}

function newItem(isRoot: boolean): OpenItem {
  return { isRoot, pending: '', hasArguments: false };
}

const FRAMES: readonly string[] = ['next', 'calls'];
const ROOT_KEYS: readonly string[] = [...FRAMES, 'tool', 'reply'];

/** Returns the keys at the root. A reply that is JSON may itself have those of an item, so they are not read there. */
export function rootKeys(isJsonReply: boolean): readonly string[] {
  return isJsonReply ? FRAMES : ROOT_KEYS;
}

/** Where the items of the JSON are: at the root, in `next`, and in the list `calls`. */
function depthOf(path: JsonPath): number {
  const [root, index] = path;
  if (root === 'next') return 1;
  return root === 'calls' && typeof index === 'number' ? 2 : 0;
}

/** Reads one JSON text, in pieces of any size, and writes its calls and replies. */
export class CallsJsonReader {
  /** True if there is a reply in the JSON or before it. */
  hasReply: boolean;
  /** True if a call or reply was read. */
  hasOutput = false;
  /** True if the JSON has one of the expected keys. */
  isKnown = false;
  /** True if the text is not valid JSON. */
  isBroken = false;
  readonly #options: CallsReaderOptions;
  readonly #parser: PartialJsonParser;
  #piece = '';
  #position = 0;
  #open: OpenValue | undefined;
  #item = newItem(true);

  /**
   * Creates a reader.
   *
   * @param hasReply True if there is a reply before the JSON. Replies are paragraphs.
   */
  constructor(options: CallsReaderOptions, hasReply: boolean) {
    this.#options = options;
    this.hasReply = hasReply;
    this.#parser = new PartialJsonParser({
      onValueStart: (path, position) => this.#onStart(path, position),
      onValueEnd: (value, path, position) => this.#onEnd(value, path, position),
      onStringDelta: (delta, path) => {
        if (!options.isJsonReply && this.#isField(path, 'reply')) this.#text(delta);
      },
    });
  }

  /** Reads the next piece of the text. Returns what follows the JSON, once it is complete. */
  write(text: string): string | undefined {
    this.#piece = text;
    let end = this.#position + text.length;
    try {
      this.#parser.write(text);
    } catch (error) {
      if (!isObjectError(error)) throw error;
      end = error.position ?? this.#position;
      this.isBroken = !this.#parser.isComplete;
    }
    const { endPosition } = this.#parser;
    if (endPosition !== undefined) return text.slice(endPosition - this.#position);
    this.#flush(end);
    this.#position = end;
    return undefined;
  }

  /** Ends the text. Arguments without a name are a call that cannot be run. Returns the index of the open call if it has no arguments. */
  end(): number | undefined {
    const { hasArguments, isRoot, index } = this.#item;
    if (!hasArguments) return index;
    if (!isRoot) this.#start('');
    return undefined;
  }

  #text(delta: string): void {
    this.hasOutput = true;
    this.#options.writer.text(delta);
  }

  #isField(path: JsonPath, name: string): boolean {
    const depth = depthOf(path);
    return path.length === depth + 1 && path.at(-1) === name && (depth > 0 || !this.#options.isJsonReply);
  }

  #onStart(path: JsonPath, position: number): void {
    const { isJsonReply } = this.#options;
    if (path.length === depthOf(path)) this.#item = newItem(path.length === 0);
    this.isKnown ||= rootKeys(isJsonReply).includes(String(path[0]));
    if (this.#isField(path, 'reply')) {
      if (this.hasReply) this.#text('\n\n');
      this.hasReply = true;
      // Other values are passed on when they are complete.
      this.hasOutput ||= isJsonReply || this.#piece.charAt(position - this.#position) === '"';
      if (isJsonReply) this.#open = { from: position, write: (text) => this.#text(text) };
    } else if (this.#isField(path, 'arguments')) {
      this.#open = { from: position, write: (text) => this.#arguments(text) };
    }
  }

  #onEnd(value: unknown, path: JsonPath, position: number): void {
    if (this.#isField(path, 'arguments') || (this.#options.isJsonReply && this.#isField(path, 'reply'))) {
      this.#flush(position);
      this.#open = undefined;
    } else if (this.#isField(path, 'reply') && typeof value !== 'string') this.#text(JSON.stringify(value));
    else if (this.#isField(path, 'tool')) {
      // At the root, the key may be that of other JSON.
      if (path.length > 1 || this.#options.tools.some(({ name }) => name === value)) this.#start(value);
      else this.isKnown = false;
    }
    if (path.length === depthOf(path)) this.#endItem();
  }

  #start(name: unknown): void {
    const item = this.#item;
    const { writer } = this.#options;
    if (item.index !== undefined) return;
    this.hasOutput = true;
    item.index = writer.toolCallStart(undefined, typeof name === 'string' ? name : '');
    writer.toolCallDelta(item.index, item.pending);
    item.pending = '';
  }

  #arguments(text: string): void {
    const item = this.#item;
    item.hasArguments = true;
    if (item.index === undefined) item.pending += text;
    else this.#options.writer.toolCallDelta(item.index, text);
  }

  #endItem(): void {
    this.end();
    const { index } = this.#item;
    if (index === undefined) this.#options.writer.endBlock();
    else this.#options.writer.toolCallEnd(index);
    this.#item = newItem(true);
  }

  /** Passes on the text of the open value up to a position. */
  #flush(end: number): void {
    const open = this.#open;
    if (open === undefined) return;
    const text = this.#piece.slice(Math.max(open.from - this.#position, 0), end - this.#position);
    open.from = end;
    if (text !== '') open.write(text);
  }
}
