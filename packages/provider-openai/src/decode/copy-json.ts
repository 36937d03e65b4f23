import type { JsonPath } from '@lmux/core/provider/streams';

/** A copy that shares nothing with the value. Spread first: that copies an object's shape at once, a key at a time costs thrice as much. */
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

/** A copy with another value at the path, which has to be one of the original. */
export function copyWith(json: unknown, path: JsonPath, value: unknown): unknown {
  const copy = copyJson(json);
  let parent = copy as Record<string | number, unknown>;
  for (let depth = 0; depth < path.length - 1; depth += 1) {
    parent = parent[path[depth] as string | number] as Record<string | number, unknown>;
  }
  parent[path.at(-1) as string | number] = value;
  return copy;
}
