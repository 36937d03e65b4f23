import { isObject } from '../json/read-json.js';
import { VALUE_START } from './find-values.js';
import { PartialJsonParser } from './partial-json-parser.js';
import { unwrap } from './unwrap.js';

/** Options of an `ObjectReader`. */
export interface ObjectReaderOptions {
  /** The key of the value in the object that the model writes. */
  readonly key: string | undefined;
  /** Called with each complete element of a list, in order. */
  readonly onElement?: (element: unknown) => void;
}

/**
 * Reads an object from the text of a model while it arrives. It ignores what is before and after the object. It reads the first one, while the
 * complete text may contain others, and decides in the end.
 */
export class ObjectReader {
  readonly #options: ObjectReaderOptions;
  /** A bracket at the end of the text, which may be the beginning of the object. */
  #pending = '';
  #parser: PartialJsonParser | undefined;
  #last: unknown;

  constructor(options: ObjectReaderOptions) {
    this.#options = options;
  }

  /** The object as far as it has arrived. `undefined` if there is nothing of it, or nothing new. */
  takeChanged(): unknown {
    const { key } = this.#options;
    const whole = this.#parser?.value;
    const isPending = key !== undefined && isObject(whole) && !Object.hasOwn(whole, key);
    const value = isPending ? undefined : unwrap(whole, key);
    if (value === this.#last) return undefined;
    this.#last = value;
    return value;
  }

  /** The complete object, as the model wrote it. Empty if it is not complete. */
  get values(): readonly unknown[] {
    return this.#parser?.isComplete === true ? [this.#parser.value] : [];
  }

  write(text: string): void {
    let rest = text;
    if (this.#parser === undefined) {
      rest = this.#pending + text;
      const start = rest.search(this.#options.key === undefined ? /\{(?=\s*["}])/ : VALUE_START);
      // Without the white space after it, of which some models write a lot.
      this.#pending = /[[{](?=\s*$)/.exec(rest)?.[0] ?? '';
      if (start < 0) return;
      rest = rest.slice(start);
      this.#parser = this.#open();
    }
    try {
      this.#parser.write(rest);
    } catch {
      // Text after the object, or something else than an object. The complete text decides in the end.
    }
  }

  #open(): PartialJsonParser {
    const { key, onElement } = this.#options;
    if (onElement === undefined) return new PartialJsonParser();
    let isListEnd = false;
    return new PartialJsonParser({
      onValueEnd(value, path) {
        const isElement = path.length === 2 ? path[0] === key : path.length === 1;
        if (isElement && typeof path.at(-1) === 'number' && !isListEnd) onElement(value);
        // The same key may follow again.
        if (path.length === 1 && path[0] === key) isListEnd = true;
      },
    });
  }
}
