import * as chars from './char-codes.js';
import * as syntax from './json-syntax.js';
import { createInvalidError, createLimitError } from './json-errors.js';
import type { PartialJsonParserOptions } from './partial-json-parser-options.js';
import { isInNumber, readNumber } from './read-number.js';
import { TextReader } from './text-reader.js';
import { ValueBuilder } from './value-builder.js';

/**
 * Parses JSON whose text arrives in pieces of any size, and provides the value as far as it has arrived. Except for the limits, the complete value
 * and what is rejected as invalid are those of `JSON.parse`.
 *
 * - A string is as long as what has arrived of it. Halves of escapes and surrogate pairs are held back.
 * - A number, `true`, `false` or `null` is absent until it is complete. A key is absent until its value begins.
 * - Values only grow: each is the beginning of the next. The exception is a key that occurs twice in an object. As with `JSON.parse`, the later
 *   value replaces the earlier one.
 *
 * The time for a piece of text depends on its length alone, not on the length of the text before it.
 *
 * @example
 * ```ts
 * const parser = new PartialJsonParser();
 * for await (const text of client.chatStream({ messages }).text()) {
 *   parser.write(text);
 *   render(parser.value);
 * }
 * const recipe = parser.end();
 * ```
 */
export class PartialJsonParser {
  readonly #options: PartialJsonParserOptions;
  readonly #maxDepth: number;
  readonly #maxChars: number;
  readonly #builder = new ValueBuilder();
  readonly #text = new TextReader((index) => this.#fail(index));
  #failure: { readonly error: unknown } | undefined;
  #part = syntax.STRUCTURE;
  #expected = syntax.VALUE;
  #isKey = false;
  /** True if the current string is longer than in the last snapshot. */
  #hasGrown = false;
  #literal = '';
  #literalIndex = 0;
  /** The piece that is being parsed, and the position of its first character. */
  #piece = '';
  #position = 0;
  #endPosition: number | undefined;

  constructor(options: PartialJsonParserOptions = {}) {
    this.#options = options;
    this.#maxDepth = options.maxDepth ?? 128;
    this.#maxChars = options.maxChars ?? 16 * 1024 * 1024;
  }

  /**
   * The value as far as it has arrived. Undefined until its type is known.
   *
   * It is a snapshot, which does not change later. Objects and arrays that are closed are the same in all snapshots. Those that are open are
   * copied when `value` is read and something has changed. This takes longer the more items they have, see `onValueEnd`.
   */
  get value(): unknown {
    const growing = this.#hasGrown ? this.#text.text : undefined;
    this.#hasGrown = false;
    return this.#builder.snapshot(growing);
  }

  /** True if the value is complete. A number outside of objects and arrays is complete when white space follows or `end()` is called. */
  get isComplete(): boolean {
    return this.#endPosition !== undefined;
  }

  /**
   * The position after the complete value, in UTF-16 code units from 0. If a model writes text after it, `write()` throws, but `value` and this
   * position remain.
   */
  get endPosition(): number | undefined {
    return this.#endPosition;
  }

  /**
   * Parses the next piece of the text. Throws an `ObjectError` with the position if the text is not valid JSON (`object_invalid`) or exceeds a
   * limit (`limit_exceeded`). Later calls throw the same error. `value` then contains what came before the error.
   */
  write(text: string): void {
    this.#run(() => {
      const rest = this.#maxChars - this.#position;
      const isWithin = text.length <= rest;
      this.#scan(isWithin ? text : text.slice(0, rest));
      if (!isWithin) throw createLimitError(this.#position, 'maxChars', this.#maxChars);
    });
  }

  /** Ends the text, and returns the value. Throws an `ObjectError` if the value is not complete. */
  end(): unknown {
    this.#run(() => {
      if (this.#part === syntax.NUMBER && this.#builder.depth === 0) this.#endNumber('', 0);
      if (!this.isComplete) this.#fail(0);
    });
    return this.value;
  }

  /** Throws the error of an earlier call again. Whatever a callback throws is one too, because the rest of its piece is lost. */
  #run(parse: () => void): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      parse();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #scan(piece: string): void {
    this.#piece = piece;
    let index = 0;
    while (index < piece.length) {
      if (this.#part === syntax.STRING) index = this.#readString(index);
      else if (this.#part === syntax.NUMBER) index = this.#readNumber(index);
      else if (this.#part === syntax.LITERAL) index = this.#readLiteral(index);
      else index = this.#readStructure(index);
    }
    this.#flushString(false);
    this.#position += piece.length;
    this.#piece = '';
  }

  /** Reads a character between strings, numbers and literals. Returns the index of the next one. */
  #readStructure(index: number): number {
    const code = this.#piece.charCodeAt(index);
    const builder = this.#builder;
    switch (code) {
      case chars.SPACE:
      case chars.LINE_FEED:
      case chars.CARRIAGE_RETURN:
      case chars.TAB:
        break;
      case chars.QUOTE:
        this.#expect(syntax.VALUE | syntax.KEY, index);
        this.#part = syntax.STRING;
        this.#isKey = (this.#expected & syntax.KEY) > 0;
        if (!this.#isKey) builder.set('');
        break;
      case chars.COMMA:
        this.#expect(syntax.AFTER_VALUE, index);
        this.#expected = builder.isArray ? syntax.VALUE : syntax.KEY;
        if (builder.isArray) builder.next();
        break;
      case chars.COLON:
        this.#expect(syntax.AFTER_KEY, index);
        this.#expected = syntax.VALUE;
        break;
      case chars.OPEN_BRACKET:
      case chars.OPEN_BRACE:
        this.#expect(syntax.VALUE, index);
        if (builder.depth >= this.#maxDepth) throw createLimitError(this.#position + index, 'maxDepth', this.#maxDepth);
        builder.open(code === chars.OPEN_BRACKET);
        this.#expected = syntax.CLOSE | (code === chars.OPEN_BRACKET ? syntax.VALUE : syntax.KEY);
        break;
      case chars.CLOSE_BRACKET:
      case chars.CLOSE_BRACE:
        this.#expect(builder.isArray === (code === chars.CLOSE_BRACKET) ? syntax.CLOSE : syntax.NOTHING, index);
        this.#endValue(builder.close(), index + 1);
        break;
      default:
        this.#expect(syntax.VALUE, index);
        if (isInNumber(code)) {
          this.#part = syntax.NUMBER;
        } else {
          this.#part = syntax.LITERAL;
          this.#literal = syntax.LITERALS.find((literal) => literal.charCodeAt(0) === code) ?? '';
          this.#literalIndex = 0;
        }
        return index;
    }
    return index + 1;
  }

  #readLiteral(index: number): number {
    if (this.#piece.charAt(index) !== this.#literal.charAt(this.#literalIndex)) this.#fail(index);
    this.#literalIndex += 1;
    if (this.#literalIndex === this.#literal.length) this.#endScalar(JSON.parse(this.#literal), index + 1);
    return index + 1;
  }

  #readNumber(start: number): number {
    let index = start;
    while (isInNumber(this.#piece.charCodeAt(index))) index += 1;
    const text = this.#piece.slice(start, index);
    if (index === this.#piece.length) this.#text.add(text);
    else this.#endNumber(text, index);
    return index;
  }

  #endNumber(rest: string, end: number): void {
    const text = this.#text.take() + rest;
    const value = readNumber(text, (length) =>
      this.#fail(end - text.length + length, text.charAt(length) || this.#piece.charAt(end)),
    );
    this.#endScalar(value, end);
  }

  #readString(start: number): number {
    const end = this.#text.readString(this.#piece, start);
    if (end === this.#piece.length) return end;
    this.#flushString(true);
    const text = this.#text.take();
    if (this.#isKey) {
      this.#builder.next(text);
      this.#part = syntax.STRUCTURE;
      this.#expected = syntax.AFTER_KEY;
    } else {
      this.#endScalar(text, end + 1);
    }
    return end + 1;
  }

  /** Adds the new characters to the current string. */
  #flushString(isEnd: boolean): void {
    if (this.#part !== syntax.STRING) return;
    const delta = this.#text.takeDelta(isEnd);
    if (this.#isKey || delta === '') return;
    this.#hasGrown = true;
    this.#options.onStringDelta?.(delta, this.#builder.path);
  }

  #endScalar(value: unknown, end: number): void {
    this.#hasGrown = false;
    this.#part = syntax.STRUCTURE;
    this.#builder.set(value);
    this.#endValue(value, end);
  }

  #endValue(value: unknown, end: number): void {
    const isTop = this.#builder.depth === 0;
    this.#expected = isTop ? syntax.NOTHING : syntax.AFTER_VALUE | syntax.CLOSE;
    if (isTop) this.#endPosition = this.#position + end;
    this.#options.onValueEnd?.(value, this.#builder.path);
  }

  #expect(expected: number, index: number): void {
    if ((this.#expected & expected) === 0) this.#fail(index);
  }

  #fail(index: number, received = this.#piece.charAt(index)): never {
    this.#flushString(false);
    const structure = syntax.describeExpected(this.#expected, this.#builder.isArray);
    const expected = this.#part === syntax.STRING ? 'a valid character or escape' : structure;
    throw createInvalidError(this.#position + index, expected, received);
  }
}
