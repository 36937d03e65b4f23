import { isObject } from '../json/read-json.js';

/**
 * Returns the schema to which a `$ref` points, or `undefined` if it is not in the same document. References by `$anchor` and by URL are not
 * resolved.
 */
export function resolveReference(root: unknown, reference: unknown): unknown {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  let target: unknown = root;
  for (const part of decodeURIComponent(reference).split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const isOwn = (isObject(target) || Array.isArray(target)) && Object.hasOwn(target, key);
    target = isOwn ? (target as Record<string, unknown>)[key] : undefined;
  }
  return target;
}
