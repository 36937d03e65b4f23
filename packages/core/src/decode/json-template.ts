/** Where a value stands within JSON: the keys and indexes that lead to it. */
export type JsonPath = readonly [string | number, ...(string | number)[]];

/** Stands in for the string while it is found out whether it is the one. */
const PROBE = 'lmux:probe';
/** What may stand between a key and a string, and the string. */
const COLON_AND_STRING = /[ \t]*:[ \t]*("(?:[^"\\]|\\.)*")/y;
/** Longer texts are no pieces of a stream, and would strain the pattern above. */
const MAX_LENGTH = 16_384;
/** Most places of the key that are looked at: an event with more is not worth it. */
const MAX_PLACES = 4;
/** A string of this length or more that is cut out of another keeps all of that in memory, in V8. */
const SLICE_KEEPS_WHOLE = 13;
/** Number of consecutive failed attempts before learning is suspended. */
const MAX_FAILED_ATTEMPTS = 4;
const SHORTEST_SUSPENSION = 32;
const LONGEST_SUSPENSION = 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7f;

function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const key of path) value = (value as Record<string | number, unknown> | null | undefined)?.[key];
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Where a string's literal stands in a text, without its quotes. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The place of the string at a path, of a text that means `json`. Proven by trial: with a probe in place of what looks like the
 * string, the parser must find the probe at the path. So it was that string, whole, and the rest is the rest.
 */
function findString(text: string, json: unknown, path: JsonPath): Place | undefined {
  const value = valueAt(json, path);
  if (typeof value !== 'string' || value === PROBE) return undefined;
  const key = JSON.stringify(path.at(-1));
  let at = text.indexOf(key);
  for (let place = 0; place < MAX_PLACES && at !== -1; place += 1, at = text.indexOf(key, at + 1)) {
    COLON_AND_STRING.lastIndex = at + key.length;
    const literal = COLON_AND_STRING.exec(text)?.[1];
    if (literal === undefined) continue;
    const end = COLON_AND_STRING.lastIndex - 1;
    const start = end + 2 - literal.length;
    if (valueAt(parsed(text.slice(0, start) + PROBE + text.slice(end)), path) === PROBE) return { start, end };
  }
  return undefined;
}

/**
 * Reads JSON texts that are alike but for one string, by comparing instead of parsing: a fifth of the cost. It keeps what stands before
 * and behind that string in a text that was parsed; a text with the same around a single JSON string can only mean the same
 * with that string in its place. What differs in any other way is not matched, and is to be parsed and learned anew.
 *
 * A second string may differ if it is told where it stands: before the other, and of plain characters only, such as a time.
 *
 * Where it never fits (two strings change), it soon tries only once in a thousand texts.
 */
export class JsonTemplate {
  /** The string that the last match found. */
  found = '';
  /** The second one, where there is such. */
  foundSecond: string | undefined;
  readonly #end: string;
  readonly #decode: (text: string) => string;
  /** Up to the second string, with its opening quote; empty where there is none. */
  #secondPrefix = '';
  /** Up to the string (from the closing quote of the second), with its opening quote; empty when nothing is learned, which matches nothing. */
  #prefix = '';
  /** From its closing quote on. */
  #suffix = '';
  /** The same with what ends an event. */
  #suffixWithEnd = '';
  #matched = true;
  #failedAttempts = 0;
  #suspendedFor = 0;
  #nextSuspension = SHORTEST_SUSPENSION;

  /**
   * @param decode Decodes a piece of the texts, if they are not decoded yet: for the string alone, the rest is compared as it is.
   * @param end What ends a text within a longer one. Default: the blank line of an event.
   */
  constructor(decode = (text: string): string => text, end = '\n\n') {
    this.#decode = decode;
    this.#end = end;
  }

  /** Whether the next text should be learned; to be asked once a text. */
  get mayLearn(): boolean {
    if (this.#suspendedFor === 0) return true;
    this.#suspendedFor -= 1;
    return false;
  }

  /** Nothing matches any more. */
  forget(): void {
    this.#prefix = '';
  }

  /** Learns a text, of which `json` is what it means, with a string at the path, and one at `secondPath` that may differ too; gives whether it could. */
  learn(text: string, json: unknown, path: JsonPath, secondPath?: JsonPath): boolean {
    if (typeof valueAt(json, path) !== 'string') return false;
    // Within an event stream the lines of such a text are apart.
    if (text.length > MAX_LENGTH || text.includes('\n') || text.includes(PROBE)) return false;
    this.#countAttempt();
    const place = findString(text, json, path);
    if (place === undefined) return false;
    const other = secondPath === undefined ? undefined : findString(text, json, secondPath);
    // Both are strings of the text, whole, so that neither is part of the other.
    const apart = other !== undefined && other.end < place.start;
    this.#secondPrefix = apart ? text.slice(0, other.start) : '';
    this.#prefix = text.slice(apart ? other.end : 0, place.start);
    this.#suffix = text.slice(place.end);
    this.#suffixWithEnd = this.#suffix + this.#end;
    this.foundSecond = undefined;
    return true;
  }

  /** Whether a text is the learned one but for the string, which is then `found`. */
  match(text: string): boolean {
    if (this.#prefix === '') return false;
    const from = this.#secondPrefix === '' ? 0 : this.#skipSecond(text, 0);
    const end = text.length - this.#suffix.length;
    const start = from + this.#prefix.length;
    // Cut and compared, which is a comparison of memory; `startsWith` goes character by character, at four times the cost.
    if (from === -1 || end < start || text.slice(from, start) !== this.#prefix || text.slice(end) !== this.#suffix)
      return false;
    return this.#take(text, start, end);
  }

  /** The same for a text that stands in a longer one and goes up to what ends it: gives where that goes on behind, or -1. */
  matchWithin(block: string, from: number): number {
    if (this.#prefix === '') return -1;
    const at = this.#secondPrefix === '' ? from : this.#skipSecond(block, from);
    const start = at + this.#prefix.length;
    if (at === -1 || block.slice(at, start) !== this.#prefix) return -1;
    let end = block.indexOf('"', start);
    if (end === -1) return -1;
    let behind = end + this.#suffixWithEnd.length;
    if (block.slice(end, behind) !== this.#suffixWithEnd) {
      // An escaped quote, maybe: then the string ends where the line leaves room for what is behind it.
      end = block.indexOf('\n', end) - this.#suffix.length;
      behind = end + this.#suffixWithEnd.length;
      if (end <= start || block.slice(end, behind) !== this.#suffixWithEnd) return -1;
    }
    return this.#take(block, start, end) ? behind : -1;
  }

  /** Passes what leads to the second string, and that string: gives where its closing quote is, or -1. */
  #skipSecond(text: string, from: number): number {
    const start = from + this.#secondPrefix.length;
    if (text.slice(from, start) !== this.#secondPrefix) return -1;
    let at = start;
    for (let code = text.charCodeAt(at); code !== QUOTE; at += 1, code = text.charCodeAt(at)) {
      // Behind the end of the text it is no number, which is not within either.
      if (!(code >= FIRST_PRINTABLE && code <= LAST_ASCII) || code === BACKSLASH) return -1;
    }
    this.foundSecond = text.slice(start, at);
    return at;
  }

  /** Takes what is between two quotes, if it is one string and nothing else. */
  #take(text: string, start: number, end: number): boolean {
    if (end - start >= SLICE_KEEPS_WHOLE) return this.#takeParsed(text, start, end);
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code < FIRST_PRINTABLE || code > LAST_ASCII || code === BACKSLASH || code === QUOTE)
        return this.#takeParsed(text, start, end);
    }
    this.found = text.slice(start, end);
    this.#onMatch();
    return true;
  }

  #takeParsed(text: string, start: number, end: number): boolean {
    const value = parsed(this.#decode(text.slice(start - 1, end + 1)));
    if (typeof value !== 'string') return false;
    this.found = value;
    this.#onMatch();
    return true;
  }

  #onMatch(): void {
    if (this.#matched) return;
    this.#matched = true;
    this.#failedAttempts = 0;
    this.#nextSuspension = SHORTEST_SUSPENSION;
  }

  #countAttempt(): void {
    this.#failedAttempts = this.#matched ? 0 : this.#failedAttempts + 1;
    this.#matched = false;
    if (this.#failedAttempts < MAX_FAILED_ATTEMPTS) return;
    // One more text is learned; if that fits none either, the rest is longer.
    this.#failedAttempts = MAX_FAILED_ATTEMPTS - 1;
    this.#suspendedFor = this.#nextSuspension;
    this.#nextSuspension = Math.min(LONGEST_SUSPENSION, this.#nextSuspension * 2);
  }
}
