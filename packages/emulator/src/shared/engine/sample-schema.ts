import { isRecord } from '../json/read-json.js';
import type { Hints } from './hints.js';
import { suggestValue } from './suggest-value.js';

/** Keywords under which changing one property could break the rest of the object. */
const LINKED = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'const', 'enum', 'dependentSchemas', '$ref'];

/** The schema cannot be satisfied, or not understood. */
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
