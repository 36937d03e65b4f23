import type { SchemaInput } from '../contract/standard-schema.js';
import { convertSchema } from './convert-schema.js';

/**
 * Returns a schema as JSON Schema, without `$schema`.
 *
 * @param where Path of the schema in the request, for the error.
 * @throws `invalid_request` for a Standard Schema that cannot be converted, and for a schema that contains itself or is nested too deeply.
 */
export function jsonSchemaOf(schema: SchemaInput, where: string): Record<string, unknown> {
  return convertSchema(schema, `"${where}"`);
}
