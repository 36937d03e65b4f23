type Key = string | number;

/** The keys and indexes that lead from the top-level value to a value inside it. Empty for the top-level value itself. */
export type JsonPath = readonly Key[];

/** The fields of an object, or the items of an array. */
type Items = Record<Key, unknown>;

/** An object or array that is still open. */
interface Container {
  readonly items: Items;
  /** The key of the current field, or the index of the current item. */
  key: Key;
  /** The copy in the last snapshot. */
  copy: Items;
}

function setItem(items: Items, key: Key, value: unknown): void {
  // Arrays have a store of their own, because one for all kinds of objects is slow.
  if (typeof key === 'number') {
    items[key] = value;
  } else if (key === '__proto__') {
    Object.defineProperty(items, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    items[key] = value;
  }
}

/** Builds a value from its parts. A snapshot shares what is closed with the value, and copies the objects and arrays that are open. */
export class ValueBuilder {
  #top: Container = { items: [] as unknown as Items, key: 0, copy: {} };
  /** The open objects and arrays, from the outermost one, behind a container with the top-level value as its only item. */
  readonly #open = [this.#top];
  #isChanged = false;

  /** Number of open objects and arrays. */
  get depth(): number {
    return this.#open.length - 1;
  }

  /** True if the innermost container is an array. */
  get isArray(): boolean {
    return typeof this.#top.key === 'number';
  }

  /** The path of the current item. */
  get path(): JsonPath {
    return this.#open.slice(1).map(({ key }) => key);
  }

  /** Begins the field with a key, or the next item of an array. */
  next(key?: string): void {
    this.#top.key = key ?? (this.#top.key as number) + 1;
  }

  /** Sets the current item. */
  set(value: unknown): void {
    this.#isChanged = true;
    setItem(this.#top.items, this.#top.key, value);
  }

  /** Opens an array or object as the current item. */
  open(isArray: boolean): void {
    const items = (isArray ? [] : {}) as Items;
    this.set(items);
    this.#top = { items, key: isArray ? 0 : '', copy: items };
    this.#open.push(this.#top);
  }

  /** Closes the innermost container, and returns it. */
  close(): unknown {
    const { items, copy } = this.#top;
    this.#open.pop();
    this.#top = this.#open.at(-1) ?? this.#top;
    if (this.#isChanged) return items;
    // The last snapshot contains all of it. The next ones contain the same object.
    setItem(this.#top.items, this.#top.key, copy);
    return copy;
  }

  /** Returns the value so far. It does not change later. It is the same as before if nothing has changed. */
  snapshot(): unknown {
    if (this.#isChanged) {
      let inner: Items | undefined;
      for (let index = this.depth; index >= 0; index -= 1) {
        const container = this.#open[index] as Container;
        const { items, key } = container;
        container.copy = Array.isArray(items) ? (items.slice() as unknown as Items) : { ...items };
        if (inner !== undefined) setItem(container.copy, key, inner);
        inner = container.copy;
      }
      this.#isChanged = false;
    }
    return this.#open[0]?.copy[0];
  }
}
