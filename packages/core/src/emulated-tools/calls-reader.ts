import { CallsJsonReader, rootKeys, type CallsReaderOptions } from './calls-json-reader.js';
import { MAX_CALLS } from './tool-call-schema.js';

/** The beginnings and ends of code fences, which may contain the JSON. */
const FENCES = /^(?:```\w{0,16}(?=[\s{])\s*)+/;

/** Nothing, or what may become a code fence. */
const MAYBE_FENCE = /^(?:`{0,2}|```\w{0,16})$/;

/** Returns a text without the white space and code fences at its beginning. */
function withoutFences(text: string): string {
  return text.trimStart().replace(FENCES, '');
}

/**
 * Reads the JSON that a model writes for emulated tools, in pieces of any size, and writes its calls and its text. Other text is passed on as it is, since
 * some servers do not hold the model to the schema.
 */
export class CallsReader {
  /** True if a part of the text was skipped, because it is not the JSON of calls. */
  hasSkipped = false;
  readonly #options: CallsReaderOptions;
  /** The reader of the JSON that is not complete. */
  #json: CallsJsonReader | undefined;
  #count = 0;
  /** The text so far, until a call or reply is read. */
  readonly #held: string[] = [];
  /** The text before the next JSON, while it may be a code fence. */
  #before = '';
  #hasOutput = false;
  #hasReply = false;
  /** True if the text is passed on as it is. */
  #isText = false;

  constructor(options: CallsReaderOptions) {
    this.#options = options;
  }

  /** Reads the next piece of the text. */
  write(text: string): void {
    if (this.#isText) return this.#options.writer.text(text);
    if (!this.#hasOutput) this.#held.push(text);
    if (!this.hasSkipped) this.#read(text);
  }

  /**
   * Ends the text. What may have become a call or reply is passed on, unless it is the beginning of one. Returns the index of the open call if it has no
   * arguments.
   */
  end(): number | undefined {
    const json = this.#json;
    const bareCall = json?.end();
    if (!this.#hasOutput && !json?.hasOutput && !json?.isKnown) {
      const held = this.#held.join('');
      const start = withoutFences(held).replaceAll(/\s/g, '');
      const isCut = rootKeys(this.#options.isJsonReply).some((key) => `{"${key}":`.startsWith(start));
      if (!isCut) this.#options.writer.text(held);
    }
    return bareCall;
  }

  #read(text: string): void {
    if (this.#json !== undefined) return this.#parse(this.#json, text);
    this.#before = withoutFences(this.#before + text);
    // A second reply would make JSON invalid, and a small model may repeat its call until it is stopped.
    const isLast = this.#count === MAX_CALLS || (this.#options.isJsonReply && this.#hasReply);
    if (this.#before.startsWith('{') && !isLast) {
      const json = this.#before;
      this.#count += 1;
      this.#before = '';
      this.#json = new CallsJsonReader(this.#options, this.#hasReply);
      this.#parse(this.#json, json);
    } else if (!MAYBE_FENCE.test(this.#before)) this.#stop();
  }

  #parse(json: CallsJsonReader, text: string): void {
    const rest = json.write(text);
    if (json.isBroken) json.end();
    this.#hasOutput ||= json.hasOutput;
    this.#hasReply = json.hasReply;
    if (json.isBroken || (rest !== undefined && !json.hasOutput)) return this.#stop();
    if (rest === undefined) return;
    this.#json = undefined;
    this.#read(rest);
  }

  /** Skips the rest of the text or, if nothing was recognized, passes all of it on. */
  #stop(): void {
    this.hasSkipped = this.#hasOutput;
    if (this.hasSkipped) return;
    this.#hasOutput = this.#isText = true;
    this.#options.writer.text(this.#held.join(''));
  }
}
