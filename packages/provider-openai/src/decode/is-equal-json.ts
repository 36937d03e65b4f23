import { isObject } from '@lmux/core/provider/json';

/** Values that are nested deeper count as different, so that no value exhausts the stack. */
const MAX_DEPTH = 500;

/** Returns true if two JSON values are equal, regardless of the order of keys. */
export function isEqualJson(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (depth === MAX_DEPTH) return false;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isEqualJson(item, other[index], depth + 1))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqualJson(one[key], other[key], depth + 1))
  );
}
