/** The path of a value within JSON: the keys and indexes that lead to it. */
export type JsonPath = readonly [string | number, ...(string | number)[]];

/** Replaces a string to check that it is the one at the path. */
const PROBE = 'lmux:probe';
/** Matches the part between a key and a string, and the string. */
const COLON_AND_STRING = /[ \t]*:[ \t]*("(?:[^"\\]|\\.)*")/y;
/** Maximum length of a text. Longer texts are not deltas of a stream, and would be slow with the pattern above. */
const MAX_LENGTH = 16_384;
/** Maximum number of occurrences of the key that are examined. An event with more is not worth the time. */
const MAX_PLACES = 4;
/** Minimum length at which V8 creates a slice instead of a copy. A slice keeps the entire original string in memory. */
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

/** The offsets of a string's literal in a text, without the quotes. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the place of the string at a path in a text whose parsed value is `json`. To prove it, the likely string is
 * replaced with a probe, and the parser must find the probe at the path. This shows that it was exactly that string.
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
 * Reads JSON texts that differ in only one string, by comparing instead of parsing. This takes a fifth of the time. It
 * keeps the text before and after that string from a text that was parsed. If another text has the same parts around a
 * single JSON string, its value can only differ in that string. Texts that differ in any other way do not match and
 * must be parsed and learned again.
 *
 * A second string may differ if its path is known. It must come before the other string and consist of printable ASCII
 * characters, like a timestamp.
 *
 * If the texts never match, for example because two other strings change, it soon attempts to learn only one text in a
 * thousand.
 */
export class JsonTemplate {
  /** The string that the last match found. */
  found = '';
  /** The second string that the last match found, if there is one. */
  foundSecond: string | undefined;
  readonly #end: string;
  readonly #decode: (text: string) => string;
  /** The text up to the second string, including its opening quote. Empty if there is no second string. */
  #secondPrefix = '';
  /**
   * The text from the closing quote of the second string, or from the start, up to the string, including its opening
   * quote. Empty if nothing is learned, which matches nothing.
   */
  #prefix = '';
  /** The text from the closing quote of the string on. */
  #suffix = '';
  /** The suffix with the end of an event. */
  #suffixWithEnd = '';
  #matched = true;
  #failedAttempts = 0;
  #suspendedFor = 0;
  #nextSuspension = SHORTEST_SUSPENSION;

  /**
   * @param decode Decodes a piece of the text, if the text is not decoded yet. It is called only for the string,
   * because the rest is compared as it is.
   * @param end Text that ends a value within a longer text. Default: the blank line after an event.
   */
  constructor(decode = (text: string): string => text, end = '\n\n') {
    this.#decode = decode;
    this.#end = end;
  }

  /** True if the next text should be learned. Must be read once for each text. */
  get mayLearn(): boolean {
    if (this.#suspendedFor === 0) return true;
    this.#suspendedFor -= 1;
    return false;
  }

  /** Forgets the learned text, so that nothing matches. */
  forget(): void {
    this.#prefix = '';
  }

  /**
   * Learns a text with the parsed value `json`, which has a string at `path`. The string at `secondPath` may differ
   * too. Returns true if the text was learned.
   */
  learn(text: string, json: unknown, path: JsonPath, secondPath?: JsonPath): boolean {
    if (typeof valueAt(json, path) !== 'string') return false;
    // Within an event stream, the lines of such a text are separated.
    if (text.length > MAX_LENGTH || text.includes('\n') || text.includes(PROBE)) return false;
    this.#countAttempt();
    const place = findString(text, json, path);
    if (place === undefined) return false;
    const other = secondPath === undefined ? undefined : findString(text, json, secondPath);
    // Neither is part of the other, because both are complete strings of the text.
    const apart = other !== undefined && other.end < place.start;
    this.#secondPrefix = apart ? text.slice(0, other.start) : '';
    this.#prefix = text.slice(apart ? other.end : 0, place.start);
    this.#suffix = text.slice(place.end);
    this.#suffixWithEnd = this.#suffix + this.#end;
    this.foundSecond = undefined;
    return true;
  }

  /** Returns true if a text equals the learned one except for the string, and stores that string in `found`. */
  match(text: string): boolean {
    if (this.#prefix === '') return false;
    const from = this.#secondPrefix === '' ? 0 : this.#skipSecond(text, 0);
    const end = text.length - this.#suffix.length;
    const start = from + this.#prefix.length;
    // Comparing slices is a comparison of memory. `startsWith` compares each character, which takes four times as long.
    if (from === -1 || end < start || text.slice(from, start) !== this.#prefix || text.slice(end) !== this.#suffix)
      return false;
    return this.#take(text, start, end);
  }

  /**
   * Matches a text that is part of a longer one, up to its end. Returns the offset after it, or -1 if it does not
   * match.
   */
  matchWithin(block: string, from: number): number {
    if (this.#prefix === '') return -1;
    const at = this.#secondPrefix === '' ? from : this.#skipSecond(block, from);
    const start = at + this.#prefix.length;
    if (at === -1 || block.slice(at, start) !== this.#prefix) return -1;
    let end = block.indexOf('"', start);
    if (end === -1) return -1;
    let behind = end + this.#suffixWithEnd.length;
    if (block.slice(end, behind) !== this.#suffixWithEnd) {
      // Perhaps an escaped quote. The string then ends where the line leaves room for the suffix.
      end = block.indexOf('\n', end) - this.#suffix.length;
      behind = end + this.#suffixWithEnd.length;
      if (end <= start || block.slice(end, behind) !== this.#suffixWithEnd) return -1;
    }
    return this.#take(block, start, end) ? behind : -1;
  }

  /** Skips the text before the second string, and that string. Returns the offset of its closing quote, or -1. */
  #skipSecond(text: string, from: number): number {
    const start = from + this.#secondPrefix.length;
    if (text.slice(from, start) !== this.#secondPrefix) return -1;
    let at = start;
    for (let code = text.charCodeAt(at); code !== QUOTE; at += 1, code = text.charCodeAt(at)) {
      // After the end of the text, the code is NaN, which fails this comparison as well.
      if (!(code >= FIRST_PRINTABLE && code <= LAST_ASCII) || code === BACKSLASH) return -1;
    }
    this.foundSecond = text.slice(start, at);
    return at;
  }

  /** Stores the text between two quotes if it is exactly one string. Returns false otherwise. */
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
    // One more text is learned after the suspension. If that does not match either, the next suspension is longer.
    this.#failedAttempts = MAX_FAILED_ATTEMPTS - 1;
    this.#suspendedFor = this.#nextSuspension;
    this.#nextSuspension = Math.min(LONGEST_SUSPENSION, this.#nextSuspension * 2);
  }
}
