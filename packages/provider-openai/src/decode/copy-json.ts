import type { JsonPath } from '@lmux/core/provider/streams';

/** Returns a deep copy. Spreading first copies the shape of an object at once. Adding one key at a time costs three times as much. */
export function copyJson(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(copyJson);
  const copy: Record<string, unknown> = { ...json };
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'object' && value !== null) copy[key] = copyJson(value);
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
