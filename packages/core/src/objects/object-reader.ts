import { isObject } from '../json/read-json.js';
import { PartialJsonParser } from './partial-json-parser.js';

/** Returns the value inside the object that the model was asked to write in its place. */
export function unwrap(value: unknown, key: string | undefined): unknown {
  return key !== undefined && isObject(value) && Object.hasOwn(value, key) ? value[key] : value;
}

/** Options of an `ObjectReader`. */
export interface ObjectReaderOptions {
  /** The key of the value in the object that the model writes. */
  readonly key: string | undefined;
  /** Called with each complete element of a list, in order. */
  readonly onElement?: (element: unknown) => void;
}

/** Reads an object from the text of a model while it arrives. It ignores what is before and after the object. */
export class ObjectReader {
  readonly #options: ObjectReaderOptions;
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

  write(text: string): void {
    let rest = text;
    while (this.#parser?.isComplete !== true) {
      if (this.#parser === undefined) {
        const start = rest.search(/[[{]/);
        if (start < 0) return;
        rest = rest.slice(start);
        this.#parser = this.#open();
      }
      try {
        return this.#parser.write(rest);
      } catch {
        // It was not the object, such as a bracket in a sentence. The complete text decides in the end.
        if (this.#parser.isComplete) return;
        this.#parser = undefined;
        rest = rest.slice(1);
      }
    }
  }

  #open(): PartialJsonParser {
    const { key, onElement } = this.#options;
    if (onElement === undefined) return new PartialJsonParser();
    return new PartialJsonParser({
      onValueEnd(value, path) {
        const isElement = path.length === 2 ? path[0] === key : path.length === 1;
        if (isElement && typeof path.at(-1) === 'number') onElement(value);
      },
    });
  }
}
