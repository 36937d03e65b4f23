/**
 * Readers for JSON from a server. Each one returns a value of one type, or `undefined` or an empty value if the type is
 * wrong, so that values are checked before they are used.
 */

/** True for a JSON object, which is neither an array nor `null`. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the value if it is a string, which may be empty. */
export function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Returns the value if it is a string that is not empty, such as an id or a name. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns the value if it is a number. */
export function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/**
 * Returns the value if it is a finite number that is not negative, such as a count. A number in JSON can be too large
 * for a finite one.
 */
export function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/**
 * Returns the value if it is a finite number above 0, such as a size, or a duration for which 0 means that it was not
 * measured.
 */
export function readPositive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

/** Returns the value if it is a boolean. */
export function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Returns the value if it is an object, or else an empty object, so that its fields can be read without a check. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : EMPTY;
}

/** Returns the value if it is an array, or else an empty array. */
export function readArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the objects in an array, or an empty array if the value is not an array. */
export function readObjects(value: unknown): readonly Record<string, unknown>[] {
  return readArray(value).filter(isObject);
}

const EMPTY: Readonly<Record<string, unknown>> = Object.freeze({});
