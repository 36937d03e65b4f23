/**
 * Readers of JSON that came from a server: each gives a value of one type, or says that there is none, so that a value is
 * checked before it is used.
 */

/** Returns whether it is a JSON object: no array, no `null`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns it if it is a string, maybe an empty one. */
export function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Returns it if it is a string that is not empty: an id, a name. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns it if it is a number. */
export function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** Returns it if it is a finite number that is not negative: a count, an amount. A JSON number may be too large for a finite one. */
export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Returns it if it is a finite number above zero: a size, a duration where zero means that nothing was measured. */
export function readPositive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Returns it if it is a boolean. */
export function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Returns it if it is an object, or an empty one: its fields can be read without looking first. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : EMPTY;
}

/** Returns it if it is an array, or an empty one. */
export function readArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the objects of an array; none if it is no array. */
export function readObjects(value: unknown): readonly Record<string, unknown>[] {
  return readArray(value).filter(isObject);
}

const EMPTY: Readonly<Record<string, unknown>> = Object.freeze({});
