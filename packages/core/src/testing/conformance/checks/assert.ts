import { isObject } from '../../../json/read-json.js';

/** Maximum length of a value in a message, in characters. */
const MAX_SHOWN = 400;

/** The advice for a result that differs from what the suite expects. */
export const EXPECT_HINT = 'If the server really sends this, put it into "expect" of the fixture.';

/** The advice for a response that is decoded differently when its bytes are split. */
export const SPLIT_HINT =
  'Reads may end anywhere, also inside a character. Use one decoder for all reads of a response.';

/** Formats a value for a message. */
export function shown(value: unknown): string {
  if (value instanceof Error) {
    const code = 'code' in value ? ` (${String(value.code)})` : '';
    return `${value.name}${code}: ${value.message}`;
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Throws an ordinary `Error`, because every test runner accepts it. */
export function fail(message: string): never {
  throw new Error(message);
}

/** Throws unless the condition holds. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) fail(message);
}

/**
 * Returns the path at which a value differs from the expected one, or `undefined` if it does not differ. Arrays must
 * have the same length. Of objects, only the expected keys are compared. A key that is expected to be `undefined` may
 * be missing.
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

/** Throws unless the value contains everything that is expected. `hint` states what to change. */
export function matches(actual: unknown, expected: unknown, what: string, hint?: string): void {
  failAt(difference(actual, expected), actual, expected, what, hint);
}

/** Throws unless both values are equal. */
export function equal(actual: unknown, expected: unknown, what: string, hint?: string): void {
  failAt(difference(actual, expected) ?? difference(expected, actual), actual, expected, what, hint);
}

function failAt(path: string | undefined, actual: unknown, expected: unknown, what: string, hint?: string): void {
  if (path === undefined) return;
  const advice = hint === undefined ? '' : `${hint} `;
  fail(`${what}: ${path} differs. ${advice}Expected ${shown(expected)}, received ${shown(actual)}`);
}
