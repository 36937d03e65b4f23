import { nullable, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** The three observed forms of an error body: a string, and an object with or without `code` and `param`. */
export const ERROR_BODY: Schema = shape({
  error: { anyOf: [TEXT, shape({ type: TEXT, message: TEXT }, { code: nullable(TEXT), param: nullable(TEXT) })] },
});
