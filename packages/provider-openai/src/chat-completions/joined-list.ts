import { isObject, jsonText } from '@lmux/core/provider/json';
import { assignOwn } from './assign-own.js';

/** A list that arrives in pieces, or from the beginning each time. An item that has arrived already is not added again. */
export class JoinedList {
  readonly items: unknown[] = [];
  readonly #texts = new Set<string>();
  /** Positions of items by their `index`, which is any number or string of the server. */
  readonly #positions = new Map<number | string, number>();
  /** Items that this list has created. */
  readonly #copies = new Set<object>();

  /**
   * Adds items and returns those that are new.
   *
   * @param isIndexed True if an item with the `index` of an earlier one continues it.
   */
  add(items: readonly unknown[], isIndexed: boolean): unknown[] {
    // The first list is complete by itself, and may contain equal items.
    const isFirst = this.items.length === 0;
    return items.filter((item) => {
      const text = jsonText(item);
      const isNew = isFirst || !this.#texts.has(text);
      this.#texts.add(text);
      if (isNew) this.#put(item, isIndexed);
      return isNew;
    });
  }

  /** Adds an item, even if an equal one has arrived. */
  append(item: unknown): void {
    this.items.push(item);
  }

  #put(item: unknown, isIndexed: boolean): void {
    const index = isIndexed && isObject(item) ? item['index'] : undefined;
    const key = typeof index === 'number' || typeof index === 'string' ? index : undefined;
    const position = key === undefined ? undefined : this.#positions.get(key);
    const known = position === undefined ? undefined : this.items[position];
    if (position !== undefined && isObject(known) && isObject(item)) {
      // A copy at first, because the item belongs to an event. Copying it for each further piece would be quadratic.
      const own = this.#copies.has(known) ? known : { ...known };
      this.#copies.add(own);
      assignOwn(own, item);
      this.items[position] = own;
      return;
    }
    if (key !== undefined) this.#positions.set(key, this.items.length);
    this.items.push(item);
  }
}
