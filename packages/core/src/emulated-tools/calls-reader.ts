import { isObjectError } from '../errors/guards.js';
import { findValues } from '../objects/find-values.js';
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

/** A value whose text is passed on while it arrives. */
interface OpenValue {
  /** The position of its text that was not passed on yet. */
  from: number;
  readonly write: (text: string) => void;
}

/** The call or reply that is being read. */
interface OpenItem {
  index?: number;
  /** The arguments that came before the name. */
  pending: string;
  hasArguments: boolean;
}

/** Where the items of the JSON are: at the root, in `next`, and in the list `calls`. */
function depthOf(path: JsonPath): number {
  const [root, index] = path;
  if (root === 'next') return 1;
  return root === 'calls' && typeof index === 'number' ? 2 : 0;
}

/**
 * Reads the JSON that a model writes for emulated tools, in pieces of any size, and writes its calls and its text. Other text is passed on as it is, since
 * some servers do not hold the model to the schema.
 */
export class CallsReader {
  readonly #writer: CallsWriter;
  /** True if the reply is JSON, which is passed on as it is written. */
  readonly #isJsonReply: boolean;
  readonly #parser: PartialJsonParser;
  /** The text so far, until something is written. */
  readonly #held: string[] = [];
  /** The first character that is not white space. Empty until it has arrived. */
  #first = '';
  /** True if the text does not begin with JSON. */
  #isText = false;
  /** True if the text is not valid JSON. */
  #isBroken = false;
  /** True if the JSON has one of the expected keys. */
  #isKnown = false;
  #hasOutput = false;
  #hasReply = false;
  #piece = '';
  #position = 0;
  #open: OpenValue | undefined;
  #item: OpenItem = { pending: '', hasArguments: false };

  constructor(writer: CallsWriter, isJsonReply: boolean) {
    this.#writer = writer;
    this.#isJsonReply = isJsonReply;
    this.#parser = new PartialJsonParser({
      onValueStart: (path, position) => this.#onStart(path, position),
      onValueEnd: (value, path, position) => this.#onEnd(value, path, position),
      onStringDelta: (delta, path) => {
        if (!isJsonReply && this.#isField(path, 'reply')) this.#text(delta);
      },
    });
  }

  /** True if a part of the text was skipped, because it is not valid JSON. */
  get hasSkipped(): boolean {
    return this.#isBroken && this.#hasOutput && !this.#parser.isComplete;
  }

  /** Reads the next piece of the text. */
  write(text: string): void {
    if (this.#isText) return this.#text(text);
    if (!this.#hasOutput) this.#held.push(text);
    this.#first ||= text.trimStart().charAt(0);
    if (this.#first === '{') return this.#parse(this.#position === 0 ? this.#held.join('') : text);
    // A code fence may contain the JSON.
    if (this.#first === '' || this.#first === '`') return;
    this.#isText = true;
    this.#text(this.#held.join(''));
  }

  /** Ends the text. If nothing was recognized, JSON within the text is read, or else the text is passed on. */
  end(): void {
    if (this.#item.hasArguments && this.#item.index === undefined) this.#start('');
    // JSON that was cut before the name of a tool is not text for the user.
    const isCut = this.#isKnown && !this.#isBroken && !this.#parser.isComplete;
    if (this.#hasOutput || isCut || this.#first === '') return;
    const held = this.#held.join('');
    const found = this.#isBroken || this.#first !== '{' ? findValues(held) : [];
    for (const value of found) {
      const reader = new CallsReader(this.#writer, this.#isJsonReply);
      reader.#parse(JSON.stringify(value));
      this.#hasOutput ||= reader.#hasOutput;
    }
    if (!this.#hasOutput) this.#text(held);
  }

  #parse(text: string): void {
    if (this.#isBroken) return;
    this.#piece = text;
    try {
      this.#parser.write(text);
    } catch (error) {
      if (!isObjectError(error)) throw error;
      // What came before stays. Text after the JSON is not part of it.
      this.#isBroken = true;
      this.#flush(error.position ?? this.#position);
      this.#open = undefined;
    }
    this.#flush(this.#position + text.length);
    this.#position += text.length;
  }

  #text(delta: string): void {
    this.#hasOutput = true;
    this.#writer.text(delta);
  }

  #isField(path: JsonPath, name: string): boolean {
    return path.length === depthOf(path) + 1 && path.at(-1) === name;
  }

  #onStart(path: JsonPath, position: number): void {
    if (path.length === depthOf(path)) this.#item = { pending: '', hasArguments: false };
    this.#isKnown ||= ['next', 'calls', 'tool', 'reply'].includes(String(path[0]));
    if (this.#isField(path, 'reply')) {
      // Replies of a list are paragraphs.
      if (this.#hasReply) this.#text('\n\n');
      this.#hasReply = this.#hasOutput = true;
      if (this.#isJsonReply) this.#open = { from: position, write: (text) => this.#text(text) };
    } else if (this.#isField(path, 'arguments')) {
      this.#item.hasArguments = true;
      this.#open = { from: position, write: (text) => this.#arguments(text) };
    }
  }

  #onEnd(value: unknown, path: JsonPath, position: number): void {
    if (this.#isField(path, 'arguments') || (this.#isJsonReply && this.#isField(path, 'reply'))) {
      this.#flush(position);
      this.#open = undefined;
    } else if (this.#isField(path, 'reply') && typeof value !== 'string') this.#text(JSON.stringify(value));
    else if (this.#isField(path, 'tool')) this.#start(typeof value === 'string' ? value : '');
    if (path.length === depthOf(path)) this.#endItem();
  }

  #start(name: string): void {
    const item = this.#item;
    if (item.index !== undefined) return;
    this.#hasOutput = true;
    item.index = this.#writer.toolCallStart(undefined, name);
    this.#writer.toolCallDelta(item.index, item.pending);
    item.pending = '';
  }

  #arguments(text: string): void {
    const item = this.#item;
    if (item.index === undefined) item.pending += text;
    else this.#writer.toolCallDelta(item.index, text);
  }

  #endItem(): void {
    const item = this.#item;
    if (item.index === undefined && item.hasArguments) this.#start('');
    if (item.index === undefined) this.#writer.endBlock();
    else this.#writer.toolCallEnd(item.index);
    this.#item = { pending: '', hasArguments: false };
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
