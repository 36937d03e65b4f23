import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Schema } from './schema-shapes.js';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);

/** Throws, with every difference named, unless `value` has the shape. */
export function check(schema: Schema, value: unknown): void {
  if (ajv.validate(schema, value)) return;
  throw new Error(`${ajv.errorsText()}\n${JSON.stringify(value, null, 2)}`);
}
