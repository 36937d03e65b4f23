/** A mistake in a JSON text. */
export interface JsonMistake {
  /** Line number, from 1. */
  readonly line: number;
  /** Column number, from 1. */
  readonly column: number;
  /** Description, such as `expected a colon`. It never quotes the text, which may contain secrets. */
  readonly what: string;
}

const SPACE = /[ \t\n\r]*/y;
/** A string up to its end or its next escape. Strings are read in parts, since the repetition of a group overflows the stack on long ones. */
const PLAIN = /[ !#-[\]-\uFFFF]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Maximum nesting. A configuration has less than ten levels, and reading each takes space on the stack. */
const MAX_DEPTH = 100;

/** The place where reading stopped. Thrown only within this file. */
class Stop extends Error {
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}

/** Walks over a JSON text without creating values. */
class JsonWalk {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    if (this.#at < this.#text.length) this.#stop('the end of the text');
  }

  #value(): void {
    this.#take(SPACE);
    const keys = new Set<string>();
    if (this.#char('{')) this.#list('}', () => this.#member(keys));
    else if (this.#char('[')) this.#list(']', () => this.#value());
    else if (this.#string() === undefined && this.#take(SCALAR) === undefined) this.#stop('a value');
    this.#take(SPACE);
  }

  /** Reads the items after an opening bracket, and the closing bracket. */
  #list(end: string, item: () => void): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new Stop(this.#at - 1, `more than ${MAX_DEPTH} levels of objects and arrays`);
    this.#items(end, item);
    this.#depth -= 1;
  }

  #items(end: string, item: () => void): void {
    this.#take(SPACE);
    if (this.#char(end)) return;
    do {
      this.#take(SPACE);
      if (this.#text[this.#at] === end) throw new Stop(this.#at, `trailing comma before "${end}"`);
      item();
    } while (this.#char(','));
    if (!this.#char(end)) this.#stop(`a comma or "${end}"`);
  }

  #member(keys: Set<string>): void {
    const start = this.#at;
    const key = this.#string();
    if (key === undefined) this.#stop('a key in double quotes');
    // Two keys that differ in their escapes may be the same.
    const name = JSON.parse(key) as string;
    if (keys.has(name)) throw new Stop(start, 'duplicate key in an object');
    keys.add(name);
    this.#take(SPACE);
    if (!this.#char(':')) this.#stop('a colon');
    this.#value();
  }

  /** Returns the text of a string with its quotes, or `undefined` if there is none. */
  #string(): string | undefined {
    const start = this.#at;
    if (!this.#char('"')) return undefined;
    do this.#take(PLAIN);
    while (this.#take(ESCAPE) !== undefined);
    if (this.#char('"')) return this.#text.slice(start, this.#at);
    this.#at = start;
    return undefined;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #char(char: string): boolean {
    const here = this.#text[this.#at] === char;
    if (here) this.#at += 1;
    return here;
  }

  /** Throws with what JSON expects here and, for common mistakes, what was found instead. */
  #stop(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    const slip = rest === '//' || rest === '/*' ? 'a comment' : undefined;
    const truncated = rest === '' ? 'the end of the text' : undefined;
    const open = rest.startsWith('"') ? 'a string that is not closed or contains an unescaped character' : undefined;
    const found = slip ?? truncated ?? open;
    throw new Stop(this.#at, `expected ${expected}${found === undefined ? '' : `, found ${found}`}`);
  }
}

/**
 * Returns the first mistake in a JSON text, or `undefined` if the text is valid. `JSON.parse` does not always report the position, quotes
 * the text in its message, and silently uses the last value of a duplicate key.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  try {
    new JsonWalk(text).document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.offset).split(/\r\n|\n|\r/);
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, what: error.message };
  }
}
