import { isRecord } from '../json/read-json.js';
import type { Hints } from './hints.js';

/** Keywords under which changing one property could break the rest of the object. */
const LINKED = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'const', 'enum', 'dependentSchemas', '$ref'];

/** Keywords that say something about a value without limiting it further than its type. */
const FREE = new Set(['type', 'title', 'description', 'default', 'examples', 'enum', 'readOnly', 'writeOnly']);

/** What stands for "any JSON object", where a request asks for one and gives no schema. */
export const JSON_OBJECT: Record<string, unknown> = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
};

/** The schema cannot be satisfied, or is not understood. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** A value that satisfies `schema`: always the same one, with plain fields taken from the prompt where that is easy. */
export async function sampleSchema(schema: Record<string, unknown>, hints: Hints): Promise<unknown> {
  // Loaded when the first schema comes, not at start. By import() also in the CommonJS build: the library is ESM only.
  const { generateSync } = await import('json-schema-faker');
  // Seeded by default, so the same schema gives the same value.
  let value: unknown;
  try {
    value = generateSync(schema, { alwaysFakeOptionals: true });
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return readable(schema, value, hints, 'value');
}

/** Replaces generated noise by readable values wherever the schema leaves the value free. */
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

/** A readable value for a schema that allows any value of its type (or any of its enum); else undefined. */
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
