import type { JsonObject } from '@lmux/core';
import { isObject } from './python-schema.ts';

/** Maximum length of a string, and of a list. The arguments of the cases are shorter. */
const MAX_LENGTH = 60;
const MAX_ITEMS = 4;

/** Returns a schema whose strings and lists have a maximum length. Without one, a small model may never end them. */
export function limitLengths(schema: JsonObject): JsonObject {
  const limited = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (!isObject(value)) return [keyword, value];
      if (keyword !== 'properties') return [keyword, keyword === 'default' ? value : limitLengths(value)];
      const parts = Object.entries(value).map(([name, part]) => [name, isObject(part) ? limitLengths(part) : part]);
      return [keyword, Object.fromEntries(parts)];
    }),
  );
  if (schema['type'] === 'string' && !('enum' in schema)) return { maxLength: MAX_LENGTH, ...limited };
  return schema['type'] === 'array' ? { maxItems: MAX_ITEMS, ...limited } : limited;
}
