import { isRecord } from '../json/read-json.js';
import type { Hints } from './hints.js';

/** Keywords with which a change of one property could make the object invalid. */
const LINKED = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'const', 'enum', 'dependentSchemas', '$ref'];

/** Keywords that do not constrain a value beyond its type or enum. */
const FREE = new Set(['type', 'title', 'description', 'default', 'examples', 'enum', 'readOnly', 'writeOnly']);

/** The schema of a request for any JSON object without a schema. */
export const JSON_OBJECT: Record<string, unknown> = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
};

/** The schema cannot be satisfied or is not supported. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/**
 * Returns a value that satisfies `schema`. It is deterministic, and simple fields are taken from the prompt where
 * possible.
 */
export async function sampleSchema(schema: Record<string, unknown>, hints: Hints): Promise<unknown> {
  // Loaded with the first schema, to keep the start fast. The library is ESM only, so the CommonJS build contains a copy.
  const { generateSync } = await import('json-schema-faker');
  // The library is seeded by default, so the same schema always produces the same value.
  let value: unknown;
  try {
    value = generateSync(schema, { alwaysFakeOptionals: true });
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return readable(schema, value, hints, 'value');
}

/** Replaces random values with readable ones wherever the schema does not constrain the value. */
function readable(schema: unknown, value: unknown, hints: Hints, name: string): unknown {
  if (!isRecord(schema)) return value;
  if (isRecord(value)) {
    const { properties } = schema;
    if (!isRecord(properties) || LINKED.some((keyword) => keyword in schema)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, readable(properties[key], item, hints, key)]),
    );
  }
  return suggestValue(schema, hints, name) ?? value;
}

/** Returns a readable value if the schema allows any value of its type or its enum, otherwise undefined. */
function suggestValue(schema: Record<string, unknown>, hints: Hints, name: string): unknown {
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
