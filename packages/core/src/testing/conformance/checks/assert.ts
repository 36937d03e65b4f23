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

/** The first place at which two values differ, with the values there as text. */
interface Difference {
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

function findDifference(actual: unknown, expected: unknown, path = ''): Difference | undefined {
  if (Object.is(actual, expected)) return undefined;
  // Formatted only for a difference: a value may be large, or have no JSON.
  const here = (): Difference => ({ path: path || 'the value', expected: shown(expected), received: shown(actual) });
  if (expected instanceof Date) {
    const same = actual instanceof Date && actual.getTime() === expected.getTime();
    return same ? undefined : here();
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length !== expected.length) {
      const length = path === '' ? 'length' : `${path}.length`;
      return { path: length, expected: String(expected.length), received: `${actual.length} in ${shown(actual)}` };
    }
    return innerDifference(Object.fromEntries(actual.entries()), Object.fromEntries(expected.entries()), path);
  }
  return isObject(actual) && isObject(expected) ? innerDifference(actual, expected, path) : here();
}

function innerDifference(
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  path: string,
): Difference | undefined {
  for (const key of Object.keys(expected)) {
    const inner = findDifference(actual[key], expected[key], path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * Returns the path at which a value differs from the expected one, or `undefined` if it does not differ. Arrays must
 * have the same length. Of objects, only the expected keys are compared. A key that is expected to be `undefined` may
 * be missing.
 */
export function difference(actual: unknown, expected: unknown): string | undefined {
  return findDifference(actual, expected)?.path;
}

function failAt(found: Difference | undefined, what: string, hint: string | undefined): void {
  if (found === undefined) return;
  const { path, expected, received } = found;
  fail(`${what}: ${path} must be ${expected}; received ${received}.${hint === undefined ? '' : ` ${hint}`}`);
}

/** Throws unless the value contains everything that is expected. `hint` states what to change. */
export function matches(actual: unknown, expected: unknown, what: string, hint?: string): void {
  failAt(findDifference(actual, expected), what, hint);
}

/** Throws unless both values are equal. `hint` states what to change. */
export function equal(actual: unknown, expected: unknown, what: string, hint?: string): void {
  matches(actual, expected, what, hint);
  const surplus = findDifference(expected, actual);
  failAt(surplus && { ...surplus, expected: surplus.received, received: surplus.expected }, what, hint);
}
