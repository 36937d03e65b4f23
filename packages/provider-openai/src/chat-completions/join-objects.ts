import { isObject } from '@lmux/core/provider/json';

/** Depth below which objects are replaced instead of merged, so that a deeply nested one cannot exhaust the stack. */
const MAX_DEPTH = 32;

/** True for a value without information: absent, `null` or an empty string. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Merges two values of a field. Objects are merged by key. Of other values the later one counts, unless it is blank. */
function joinValues(earlier: unknown, later: unknown, depth: number): unknown {
  if (isBlank(later)) return isBlank(earlier) ? later : earlier;
  if (!isObject(earlier) || !isObject(later) || depth >= MAX_DEPTH) return later;
  // A `Map`, because a key such as `__proto__` must not reach a prototype. `Object.fromEntries` creates own properties in any case.
  const joined = new Map<string, unknown>(Object.entries(earlier));
  for (const [key, value] of Object.entries(later)) joined.set(key, joinValues(joined.get(key), value, depth + 1));
  return Object.fromEntries(joined);
}

/** Returns two objects merged by key, at every level. Of other values the later one counts, unless it is blank. Changes neither. */
export function joinObjects(
  earlier: Readonly<Record<string, unknown>>,
  later: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return joinValues(earlier, later, 0) as Record<string, unknown>;
}
