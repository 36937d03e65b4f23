import { createInvalidError, createLimitError } from './json-errors.js';
import { COLON, COMMA, END, IN_NUMBER, IN_STRING, KEY, LITERALS, VALUE } from './json-syntax.js';
import { readLimits } from './parser-limits.js';
import type { PartialJsonParserOptions } from './partial-json-parser-options.js';
import { endOfNumber, readNumber } from './read-number.js';
import { StringReader } from './string-reader.js';
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
  readonly #limits: ReturnType<typeof readLimits>;
  readonly #builder = new ValueBuilder();
  readonly #text = new StringReader();
  #failure: { readonly error: unknown } | undefined;
  #expected = VALUE;
  /** The bracket that may come next, if any. */
  #close = '';
  #isKey = false;
  /** True if the current string is longer than in the last snapshot. */
  #hasGrown = false;
  /** The literal that is being read, if any. */
  #literal = '';
  #literalIndex = 0;
  /** The piece that is being parsed, the position of its first character, and the index of the next one. */
  #piece = '';
  #position = 0;
  #index = 0;
  #endPosition: number | undefined;

  constructor(options: PartialJsonParserOptions = {}) {
    this.#options = options;
    this.#limits = readLimits(options);
  }

  /**
   * The value as far as it has arrived. Undefined until its type is known.
   *
   * It is a snapshot, which does not change later. Objects and arrays that are closed are the same in all snapshots and in the complete value, so
   * do not change them. Those that are open are copied when `value` is read and something has changed. This takes longer the more items they
   * have, see `onValueEnd`.
   */
  get value(): unknown {
    this.#setString();
    return this.#builder.snapshot();
  }

  /** True if the value is complete. A number at the top level is complete when white space follows or `end()` is called. */
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
    this.#parse(text, false);
  }

  /** Ends the text, and returns the value. Do not change it, as snapshots share it. Throws an `ObjectError` if it is not complete. */
  end(): unknown {
    this.#parse('', true);
    return this.value;
  }

  #parse(text: string, isEnd: boolean): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      this.#position += this.#index;
      this.#index = 0;
      this.#piece = text.slice(0, this.#limits.maxChars - this.#position);
      while (this.#index < this.#piece.length) {
        if (this.#expected === IN_STRING) this.#readString();
        else if (this.#expected === IN_NUMBER) this.#readNumber();
        else if (this.#literal !== '') this.#readLiteral();
        else this.#readStructure();
      }
      this.#flush(false);
      if (this.#piece.length < text.length) this.#exceed('maxChars');
      if (!isEnd) return;
      if (this.#expected === IN_NUMBER && this.#builder.depth === 0) this.#endNumber(this.#text.take());
      if (!this.isComplete) this.#fail();
    } catch (error) {
      // Whatever a callback throws ends the parser too, because the rest of its piece is lost.
      this.#failure = { error };
      throw error;
    }
  }

  /** Reads a character between strings, numbers and literals. */
  #readStructure(): void {
    const char = this.#piece.charAt(this.#index);
    const builder = this.#builder;
    switch (char) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        break;
      case ',':
        this.#expect(COMMA);
        this.#expected = builder.isArray ? VALUE : KEY;
        if (builder.isArray) builder.next();
        this.#close = '';
        break;
      case ':':
        this.#expect(COLON);
        this.#expected = VALUE;
        break;
      case '"':
        this.#isKey = this.#expected === KEY;
        if (!this.#isKey) {
          this.#expect(VALUE);
          builder.set('');
        }
        this.#expected = IN_STRING;
        this.#close = '';
        break;
      case '[':
      case '{':
        this.#expect(VALUE);
        if (builder.depth >= this.#limits.maxDepth) this.#exceed('maxDepth');
        builder.open(char === '[');
        this.#expected = char === '[' ? VALUE : KEY;
        this.#close = char === '[' ? ']' : '}';
        break;
      case this.#close:
        this.#index += 1;
        this.#endValue(builder.close());
        return;
      default:
        this.#expect(VALUE);
        this.#literalIndex = 0;
        if (char === '-' || (char >= '0' && char <= '9')) this.#expected = IN_NUMBER;
        else this.#literal = LITERALS[char] ?? this.#fail();
        return;
    }
    this.#index += 1;
  }

  #readLiteral(): void {
    if (this.#piece.charAt(this.#index) !== this.#literal.charAt(this.#literalIndex)) this.#fail();
    this.#index += 1;
    this.#literalIndex += 1;
    if (this.#literalIndex < this.#literal.length) return;
    const value = this.#literal === 'null' ? null : this.#literal === 'true';
    this.#literal = '';
    this.#endScalar(value);
  }

  #readNumber(): void {
    const text = this.#piece.slice(this.#index, endOfNumber(this.#piece, this.#index));
    this.#index += text.length;
    if (this.#index === this.#piece.length) this.#text.add(text);
    else this.#endNumber(this.#text.take() + text);
  }

  #endNumber(text: string): void {
    const value = readNumber(text);
    if (typeof value === 'number') return this.#endScalar(value);
    this.#index -= text.length - value.length;
    return this.#fail(text.charAt(value.length) || undefined);
  }

  #readString(): void {
    const piece = this.#piece;
    this.#index = this.#text.read(piece, this.#index);
    if (this.#index === piece.length) return;
    if (this.#text.isInEscape || piece.charAt(this.#index) !== '"') this.#fail();
    this.#index += 1;
    this.#flush(true);
    this.#setString();
    const text = this.#text.take();
    this.#expected = COLON;
    if (this.#isKey) this.#builder.next(text);
    else this.#endValue(text);
  }

  /** Sets the current string, unless the last snapshot has all of it. */
  #setString(): void {
    if (this.#hasGrown) this.#builder.set(this.#text.text);
    this.#hasGrown = false;
  }

  /** Adds the new characters to the current string. */
  #flush(isEnd: boolean): void {
    if (this.#expected !== IN_STRING) return;
    const delta = this.#text.takeDelta(isEnd);
    if (this.#isKey || delta === '') return;
    this.#hasGrown = true;
    this.#options.onStringDelta?.(delta, this.#builder.path);
  }

  #endScalar(value: unknown): void {
    this.#builder.set(value);
    this.#endValue(value);
  }

  #endValue(value: unknown): void {
    const builder = this.#builder;
    this.#close = builder.depth === 0 ? '' : builder.isArray ? ']' : '}';
    this.#expected = this.#close === '' ? END : COMMA;
    if (this.#close === '') this.#endPosition = this.#position + this.#index;
    this.#options.onValueEnd?.(value, builder.path, this.#position + this.#index);
  }

  #expect(expected: string): void {
    if (this.#expected !== expected) this.#fail();
    if (expected === VALUE) this.#options.onValueStart?.(this.#builder.path, this.#position + this.#index);
  }

  #exceed(limit: 'maxDepth' | 'maxChars'): never {
    throw createLimitError(this.#position + this.#index, limit, this.#limits[limit]);
  }

  #fail(received = this.#piece.charAt(this.#index)): never {
    this.#flush(false);
    const close = this.#close && ` or "${this.#close}"`;
    throw createInvalidError(this.#position + this.#index, this.#expected + close, received);
  }
}
