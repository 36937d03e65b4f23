import { isObject } from '@lmux/core/provider/json';
import { isEqualJson } from '../decode/is-equal-json.js';
import { JsonExtent } from './json-extent.js';

/** Arguments that a server may send before the real ones. Longer text is not tested. */
const PLACEHOLDER = /^\s*(?:\{\s*\}|null)\s*$/;
const MAX_PLACEHOLDER = 64;
/** The beginning of a placeholder. */
const BEGINS_PLACEHOLDER = /^[\s{nul]*$/;

/** Parses JSON, also in strings. Returns `undefined` for anything else. */
function parse(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'string' ? parse(json) : json;
  } catch {
    return undefined;
  }
}

/**
 * True if the text consists of values that repeat the arguments, or are the empty object that vLLM appends (vllm-project/vllm pull request
 * 57809).
 */
function repeats(text: string, args: unknown): boolean {
  const isRepeated = (value: unknown): boolean => isEqualJson(value, args) || isEqualJson(value, {});
  if (isRepeated(parse(text))) return true;
  // Trimmed once, because the whitespace at the end would be examined again for each value.
  let rest = text.trimEnd();
  while (rest !== '') {
    const end = new JsonExtent().push(rest);
    if (end === 0 || !isRepeated(parse(rest.slice(0, end)))) return false;
    rest = rest.slice(end);
  }
  return true;
}

/**
 * Joins the arguments of a tool call. Text is passed on as it arrives while it can only be the arguments. The rest is held until it is
 * decided: an empty object that may be a placeholder, text after complete arguments, and text that may start the arguments again. The text
 * that `push` and `end` return adds up to the arguments.
 */
export class ToolArguments {
  #extent = new JsonExtent();
  /** The text that was passed on. */
  #sent = '';
  /** False once the text can no longer become a placeholder. */
  #mayBePlaceholder = true;
  /** A placeholder or its end. The next object replaces it. */
  #placeholder = '';
  /** Text that follows, in full. */
  #held = '';
  /** The same text if the server has started again: from the last start. */
  #restart = '';
  #isHolding = false;
  /** True if other text than whitespace follows a placeholder. */
  #isSpoiled = false;
  /** The parsed arguments, once they are complete. */
  #value: { readonly json: unknown } | undefined;
  #restartExtent: JsonExtent | undefined;

  /** True if no text has arrived. */
  get isEmpty(): boolean {
    return this.#sent === '' && this.#placeholder === '' && !this.#isHolding;
  }

  /** True if the text so far is an empty object or `null`, which the real arguments may follow. */
  get isPlaceholder(): boolean {
    return this.#placeholder !== '';
  }

  /** True once a complete object or array has arrived. */
  get isComplete(): boolean {
    return this.isPlaceholder || this.#extent.complete || this.#restartExtent?.complete === true;
  }

  /** True if the text has the same JSON value as the arguments, which are complete. */
  isRepeatedBy(text: string): boolean {
    const value = parse(text);
    if (!isObject(value)) return false;
    // Parsing long arguments for each of many repetitions would be quadratic.
    this.#value ??= { json: parse(this.#sent + this.#placeholder) };
    return isEqualJson(value, this.#value.json);
  }

  /** True if the arguments are complete and the text begins another object, which does not repeat them. */
  isClosedFor(text: string): boolean {
    return this.isComplete && !this.isPlaceholder && text.trimStart().startsWith('{') && !this.isRepeatedBy(text);
  }

  /** Adds a piece. Returns the text to pass on. */
  push(piece: string): string {
    let rest = piece;
    // A loop, because a piece may contain any number of placeholders.
    while (rest !== '') {
      if (this.#placeholder !== '') {
        rest = this.#afterPlaceholder(rest);
        continue;
      }
      const end = this.#startsAgain(rest) ? 0 : this.#extent.push(rest);
      const text = rest.slice(0, end);
      rest = rest.slice(end);
      if (this.#endsPlaceholder(text)) {
        this.#placeholder = text;
        continue;
      }
      this.#sent += text;
      if (rest !== '') this.#hold(rest);
      return text;
    }
    return '';
  }

  /** True if a piece is held: after the arguments are complete, or if it contains the arguments from the beginning. */
  #startsAgain(piece: string): boolean {
    if (this.#isHolding) return true;
    const isLong = this.#sent !== '' && piece.length >= this.#sent.length;
    return isLong && piece.startsWith('{') && piece.startsWith(this.#sent);
  }

  /** Ends the arguments. Returns the text that is left to pass on. */
  end(): string {
    if (this.#placeholder !== '') return this.#placeholder + this.#held;
    if (!this.#isHolding || this.#held.trim() === '') return this.#held;
    if (parse(this.#sent + this.#held) !== undefined) return this.#held;
    const restarted = this.#restart.slice(0, new JsonExtent().push(this.#restart));
    const value = parse(restarted);
    const hasRestarted = isObject(value) && restarted.startsWith(this.#sent);
    if (hasRestarted && repeats(this.#restart, value)) return restarted.slice(this.#sent.length);
    const sent = parse(this.#sent);
    return isObject(sent) && repeats(this.#held, sent) ? '' : this.#held;
  }

  #endsPlaceholder(text: string): boolean {
    if (!this.#mayBePlaceholder) return false;
    const whole = this.#sent + text;
    if (whole.length <= MAX_PLACEHOLDER && PLACEHOLDER.test(whole)) return this.#sent === '' || text.includes('}');
    this.#mayBePlaceholder = whole.length <= MAX_PLACEHOLDER && BEGINS_PLACEHOLDER.test(whole);
    return false;
  }

  /** Reads a piece after a placeholder. Returns the part of it that is to be read as arguments. */
  #afterPlaceholder(piece: string): string {
    const start = piece.trimStart();
    // Other text than an object after a placeholder belongs to it, which makes the arguments invalid.
    if (!start.startsWith('{') || this.#isSpoiled) {
      this.#held += piece;
      this.#isSpoiled ||= start !== '';
      return '';
    }
    this.#placeholder = '';
    this.#value = undefined;
    this.#held = '';
    this.#extent = new JsonExtent();
    this.#extent.push(this.#sent);
    // The opening brace may have been passed on.
    return this.#sent.trim() === '' ? piece : start.slice(1);
  }

  #hold(piece: string): string {
    this.#isHolding = true;
    this.#held += piece;
    const isRestart = piece.startsWith('{') && piece.length >= this.#restart.length && piece.startsWith(this.#restart);
    if (isRestart || this.#restartExtent === undefined) this.#restartExtent = new JsonExtent();
    this.#restart = isRestart ? piece : this.#restart + piece;
    this.#restartExtent.push(piece);
    return '';
  }
}
