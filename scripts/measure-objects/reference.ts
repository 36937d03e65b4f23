/** What a beginning of a JSON text contains. */
export interface Reference {
  /** The value so far, or `undefined` if there is none yet. */
  readonly value: unknown;
  /** True if an object has a key twice. */
  readonly hasDuplicates: boolean;
}

const SCALAR = /(?:true|false|null|-?\d[-+.\deE]*)/y;
const STRING = /(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*/y;
const NONE = Symbol('none');

/**
 * Reads the beginning of a valid JSON text from its first character, as `PartialJsonParser` is documented: it shares no code with it, and is as
 * simple as possible.
 */
class Reader {
  hasDuplicates = false;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): unknown {
    this.#skip();
    const char = this.#text[this.#at];
    if (char === '"') return this.#string()[0];
    if (char === '[') return this.#array();
    if (char === '{') return this.#object();
    SCALAR.lastIndex = this.#at;
    const [scalar = ''] = SCALAR.exec(this.#text) ?? [];
    this.#at += scalar.length;
    // More digits may follow a number.
    const isComplete = scalar !== '' && (/^[tfn]/.test(scalar) || this.#at < this.#text.length);
    return isComplete ? JSON.parse(scalar) : NONE;
  }

  #array(): unknown[] {
    const items: unknown[] = [];
    while (this.#next(']')) {
      const item = this.read();
      if (item === NONE) break;
      items.push(item);
      this.#skip();
    }
    return items;
  }

  #object(): object {
    const fields = new Map<string, unknown>();
    while (this.#next('}')) {
      const [key, isComplete] = this.#string();
      this.#skip();
      this.#at += 1;
      const field = isComplete ? this.read() : NONE;
      if (field === NONE) break;
      this.hasDuplicates ||= fields.has(key);
      fields.set(key, field);
      this.#skip();
    }
    return Object.fromEntries(fields);
  }

  /** Goes past an opening bracket or a comma. Returns false at the end of the list or the text. */
  #next(end: string): boolean {
    this.#skip();
    const isEnd = this.#text[this.#at] === end;
    this.#at += 1;
    this.#skip();
    const isEmpty = this.#text[this.#at] === end;
    if (!isEnd && isEmpty) this.#at += 1;
    return !isEnd && !isEmpty && this.#at < this.#text.length;
  }

  #string(): readonly [text: string, isComplete: boolean] {
    STRING.lastIndex = this.#at + 1;
    const [text = ''] = STRING.exec(this.#text) ?? [];
    this.#at += text.length + 2;
    const decoded = JSON.parse(`"${text}"`) as string;
    const isComplete = this.#at <= this.#text.length && this.#text[this.#at - 1] === '"';
    if (!isComplete) this.#at = this.#text.length;
    return [isComplete ? decoded : decoded.replace(/[\uD800-\uDBFF]$/, ''), isComplete];
  }

  #skip(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }
}

/** Returns what the beginning of a valid JSON text contains. */
export function readReference(text: string): Reference {
  const reader = new Reader(text);
  const value = reader.read();
  return { value: value === NONE ? undefined : value, hasDuplicates: reader.hasDuplicates };
}
