import type { SchemaInput, StandardJsonSchema } from '../contract/standard-schema.js';
import { LmError } from '../errors/lm-error.js';

function isStandard(schema: SchemaInput): schema is StandardJsonSchema {
  return typeof (schema as Partial<StandardJsonSchema>)['~standard'] === 'object';
}

/** Returns the JSON Schema of a schema in either form. Throws `invalid_request` for a Standard Schema that cannot give one. */
export function jsonSchemaOf(schema: SchemaInput, where: string): Record<string, unknown> {
  if (!isStandard(schema)) return schema;
  const standard = schema['~standard'];
  if (typeof standard.jsonSchema?.input !== 'function') {
    throw new LmError(
      'invalid_request',
      `${where}: this schema (${standard.vendor}) cannot give its JSON Schema; pass JSON Schema, or a release of the library that can.`,
    );
  }
  try {
    return standard.jsonSchema.input({ target: 'draft-2020-12' });
  } catch (cause) {
    throw new LmError(
      'invalid_request',
      `${where}: the schema (${standard.vendor}) could not be turned into JSON Schema; see "cause".`,
      { cause },
    );
  }
}
