import { isObject } from '@lmux/core/provider/json';

/** Depth below which values are replaced instead of joined, so that a deeply nested one cannot exhaust the stack. */
export const MAX_DEPTH = 32;

/** True for a value without information: absent, `null` or an empty string. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** An object that arrives in pieces. Objects are merged by key, at every level. Of other values the last one counts that is not blank. */
export class JoinedObject {
  /** A `Map`, because a key such as `__proto__` must not reach a prototype. */
  readonly #entries = new Map<string, unknown>();
  readonly #depth: number;

  constructor(depth = 0) {
    this.#depth = depth;
  }

  add(piece: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(piece)) {
      const known = this.#entries.get(key);
      if (isObject(value) && this.#depth < MAX_DEPTH) {
        const inner = known instanceof JoinedObject ? known : new JoinedObject(this.#depth + 1);
        inner.add(value);
        this.#entries.set(key, inner);
      } else if (!isBlank(value) || isBlank(known)) this.#entries.set(key, value);
    }
  }

  /** Returns the object as JSON. All its keys are own properties, since `Object.fromEntries` never calls a setter. */
  toJson(): Record<string, unknown> {
    return Object.fromEntries(
      Array.from(this.#entries, ([key, value]) => [key, value instanceof JoinedObject ? value.toJson() : value]),
    );
  }
}
