import { isObject } from '../json/read-json.js';

/** Maximum number of references of which each points to the next. More are a circle, which ends the process of Ollama's model. */
const MAX_HOPS = 20;

/** Decodes the escapes of a URL. Returns an empty text for invalid ones. */
function decode(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return '';
  }
}

/** Returns the schema at a JSON Pointer such as `#/$defs/item`, or `undefined` if there is none. */
export function schemaAt(root: unknown, reference: unknown): unknown {
  const decoded = typeof reference === 'string' ? decode(reference) : '';
  if (!/^#(?:\/|$)/.test(decoded)) return undefined;
  let target: unknown = root;
  for (const part of decoded.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const isOwn = (isObject(target) || Array.isArray(target)) && Object.hasOwn(target, key);
    target = isOwn ? (target as Record<string, unknown>)[key] : undefined;
  }
  return target;
}

/**
 * Returns the schema to which a `$ref` points, or `undefined` if it is not in the same document, or points to itself. References by `$anchor` and by
 * URL are not resolved. `localizeReferences` replaces them.
 */
export function resolveReference(root: unknown, reference: unknown, hops = 0): unknown {
  const target = hops > MAX_HOPS ? undefined : schemaAt(root, reference);
  const isDead = isObject(target) && '$ref' in target && resolveReference(root, target['$ref'], hops + 1) === undefined;
  return isDead ? undefined : target;
}
