import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Schema } from './schema-shapes.js';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);

/** Throws an error that lists all differences if `value` does not match the schema. */
export function check(schema: Schema, value: unknown): void {
  if (ajv.validate(schema, value)) return;
  throw new Error(`${ajv.errorsText()}\n${JSON.stringify(value, null, 2)}`);
}
