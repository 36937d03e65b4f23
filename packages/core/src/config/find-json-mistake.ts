/** What is wrong with a JSON text, and where. */
export interface JsonMistake {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** A clause for a sentence; never a part of the text, which may hold secrets. */
  readonly what: string;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

/** Thrown within this file only: the place where reading stopped. */
class Stop extends Error {
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(what);
    this.offset = offset;
  }
}

/** Walks over a JSON text without making anything of it. */
class JsonWalk {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    if (this.#at < this.#text.length) this.#stop('nothing more');
  }

  #value(): void {
    this.#take(SPACE);
    const keys = new Set<string>();
    if (this.#char('{')) this.#list('}', () => this.#member(keys));
    else if (this.#char('[')) this.#list(']', () => this.#value());
    else if (this.#take(STRING) === undefined && this.#take(SCALAR) === undefined) this.#stop('a value');
    this.#take(SPACE);
  }

  /** What stands behind an opening bracket. */
  #list(end: string, item: () => void): void {
    this.#take(SPACE);
    if (this.#char(end)) return;
    do {
      this.#take(SPACE);
      if (this.#text[this.#at] === end) throw new Stop(this.#at, `a comma stands before "${end}"`);
      item();
    } while (this.#char(','));
    if (!this.#char(end)) this.#stop(`a comma or "${end}"`);
  }

  #member(keys: Set<string>): void {
    const start = this.#at;
    const key = this.#take(STRING);
    if (key === undefined) this.#stop('a key in double quotes');
    // Escapes may hide that two keys are one.
    const name = JSON.parse(key) as string;
    if (keys.has(name)) throw new Stop(start, 'the same key stands twice in one object');
    keys.add(name);
    this.#take(SPACE);
    if (!this.#char(':')) this.#stop('a colon');
    this.#value();
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

  /** Names the usual slips; else says what JSON expects here. */
  #stop(expected: string): never {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    const slip = rest === '//' || rest === '/*' ? 'there is a comment' : undefined;
    const truncated = rest === '' ? 'the text ends' : undefined;
    const open = rest.startsWith('"') ? 'a text does not end, or has a character that needs an escape' : undefined;
    throw new Stop(this.#at, `${slip ?? truncated ?? open ?? 'there is something else'} where JSON has ${expected}`);
  }
}

/**
 * The first mistake of a JSON text; `undefined` where there is none. `JSON.parse` does not always tell the place, quotes the
 * text, and takes the last of two values of one key for granted.
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
