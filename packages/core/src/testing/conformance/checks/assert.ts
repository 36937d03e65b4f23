import { isObject } from '../../../json/read-json.js';

/** Longest part of a value that a message shows, in characters. */
const MAX_SHOWN = 400;

/** Formats a value for a message. */
export function shown(value: unknown): string {
  if (value instanceof Error) {
    const code = 'code' in value ? ` (${String(value.code)})` : '';
    return `${value.name}${code}: ${value.message}`;
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Throws a plain error, which every test runner accepts: the suite depends on none. */
export function fail(message: string): never {
  throw new Error(message);
}

/** Throws unless the condition holds. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) fail(message);
}

/**
 * Returns the path at which a value differs from the expected one, or `undefined` if it does not. Arrays must have the same length.
 * Of objects only the expected keys are compared. A key that is expected to be `undefined` may be missing.
 */
export function difference(actual: unknown, expected: unknown, path = ''): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  const here = path || 'the value';
  if (expected instanceof Date) {
    const same = actual instanceof Date && actual.getTime() === expected.getTime();
    return same ? undefined : here;
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length !== expected.length) return `${path}.length`;
    return innerDifference(Object.fromEntries(actual.entries()), Object.fromEntries(expected.entries()), path);
  }
  return isObject(actual) && isObject(expected) ? innerDifference(actual, expected, path) : here;
}

function innerDifference(
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  path: string,
): string | undefined {
  for (const key of Object.keys(expected)) {
    const inner = difference(actual[key], expected[key], path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Throws unless everything expected is there. */
export function matches(actual: unknown, expected: unknown, what: string): void {
  const path = difference(actual, expected);
  if (path !== undefined) fail(`${what}: ${path} differs. Expected ${shown(expected)}, received ${shown(actual)}`);
}

/** Throws unless both are equal: nothing is missing and nothing is added. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const path = difference(actual, expected) ?? difference(expected, actual);
  if (path !== undefined) fail(`${what}: ${path} differs. Expected ${shown(expected)}, received ${shown(actual)}`);
}
