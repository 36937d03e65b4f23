/** Longest part of a value that a message shows. */
const MAX_SHOWN = 400;

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (value instanceof Error) {
    const code = 'code' in value ? ` (${String(value.code)})` : '';
    return `${value.name}${code}: ${value.message}`;
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Throws: the suite depends on no runner, and every runner takes a plain error. */
export function fail(message: string): never {
  throw new Error(message);
}

/** Throws unless it holds. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) fail(message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/**
 * Where a value differs from what is expected, as a path; `undefined` where it does not. Lists must be of one length; of objects
 * only the keys that are expected are looked at, and one that is expected to be `undefined` may be missing.
 */
export function difference(actual: unknown, expected: unknown, path = ''): string | undefined {
  if (Object.is(actual, expected)) return undefined;
  if (expected instanceof Date) {
    const same = actual instanceof Date && actual.getTime() === expected.getTime();
    return same ? undefined : path || 'the value';
  }
  if (!isObject(actual) || !isObject(expected) || Array.isArray(actual) !== Array.isArray(expected)) {
    return path || 'the value';
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) return `${path}.length`;
  for (const key of Object.keys(expected)) {
    const inner = difference(actual[key], expected[key], path === '' ? key : `${path}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Throws unless everything that is expected is there. */
export function matches(actual: unknown, expected: unknown, what: string): void {
  const where = difference(actual, expected);
  if (where !== undefined) fail(`${what}: ${where} differs. Expected ${shown(expected)}, got ${shown(actual)}`);
}

/** Throws unless both are the same: nothing is missing and nothing is more. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const where = difference(actual, expected) ?? difference(expected, actual);
  if (where !== undefined) fail(`${what}: ${where} differs. Expected ${shown(expected)}, got ${shown(actual)}`);
}
