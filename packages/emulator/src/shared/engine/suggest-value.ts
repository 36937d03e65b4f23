import type { Hints } from './hints.js';

/** Keywords that say something about a value without limiting it further than its type. */
const FREE = new Set(['type', 'title', 'description', 'default', 'examples', 'enum', 'readOnly', 'writeOnly']);

/** A readable value for a schema that allows any value of its type (or any of its enum); else undefined. */
export function suggestValue(schema: Record<string, unknown>, hints: Hints, name: string): unknown {
  if (Object.keys(schema).some((keyword) => !FREE.has(keyword))) return undefined;
  if (Array.isArray(schema['enum'])) {
    return schema['enum'].find((item) => typeof item === 'string' && hints.words.has(item.toLowerCase()));
  }
  switch (schema['type']) {
    case 'string':
      return hints.phrase ?? `sample ${name}`;
    case 'integer':
      return hints.numbers.find(Number.isSafeInteger);
    case 'number':
      return hints.numbers[0];
    default:
      return undefined;
  }
}
