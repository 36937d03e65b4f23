import type { IncomingJson } from '@lmux/core/provider';
import type { JsonPath } from '@lmux/core/provider/streams';

/** A copy that shares nothing with the value. Spread first: that copies an object's shape at once, a key at a time costs thrice as much. */
export function copyJson(json: IncomingJson): IncomingJson {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(copyJson);
  const copy: IncomingJson = { ...json };
  for (const key in copy) {
    const value: unknown = copy[key];
    if (typeof value === 'object' && value !== null) copy[key] = copyJson(value);
  }
  return copy;
}

/** A copy with another value at the path. */
export function copyWith(json: IncomingJson, path: JsonPath, value: unknown): IncomingJson {
  const copy = copyJson(json);
  let parent = copy;
  for (let depth = 0; depth < path.length - 1; depth += 1) parent = parent[path[depth] as string | number];
  parent[path.at(-1) as string | number] = value;
  return copy;
}
