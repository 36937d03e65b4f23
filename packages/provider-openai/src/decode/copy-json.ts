import type { JsonPath } from '@lmux/core/provider/streams';

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Returns a copy of one level. Spreading copies the shape of an object at once. Adding one key at a time costs three times as much. */
function copyLevel(value: object): Record<string, unknown> {
  return (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
}

/** Depth from which values are copied without recursion, which takes three times as long. */
const DEEP = 64;

/** Returns a deep copy of JSON, which may be nested to any depth. */
export function copyJson(json: unknown, depth = 0): unknown {
  if (!isNested(json)) return json;
  if (depth === DEEP) return copyDeep(json);
  if (Array.isArray(json)) return json.map((value) => copyJson(value, depth + 1));
  const copy: Record<string, unknown> = { ...json };
  for (const key in copy) {
    const value = copy[key];
    if (isNested(value)) copy[key] = copyJson(value, depth + 1);
  }
  return copy;
}

/** Returns a deep copy. A list of copies whose values are not copied yet takes the place of recursion. */
function copyDeep(json: object): unknown {
  const copy = copyLevel(json);
  const open = [copy];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const key of Array.isArray(parent) ? parent.keys() : Object.keys(parent)) {
      const value = parent[key];
      if (isNested(value)) open.push((parent[key] = copyLevel(value)));
    }
  }
  return copy;
}

/** Returns a deep copy with another value at the path, which must exist in the original. */
export function copyWith(json: unknown, path: JsonPath, value: unknown): unknown {
  const copy = copyJson(json);
  let parent = copy as Record<string | number, unknown>;
  for (let depth = 0; depth < path.length - 1; depth += 1) {
    parent = parent[path[depth] as string | number] as Record<string | number, unknown>;
  }
  parent[path.at(-1) as string | number] = value;
  return copy;
}
