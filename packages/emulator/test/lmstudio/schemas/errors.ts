import { nullable, shape, TEXT } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** The three forms of an error body on this side. Section 3.1 of the spec. */
export const ERROR_BODY: Schema = shape({
  error: { anyOf: [TEXT, shape({ type: TEXT, message: TEXT }, { code: nullable(TEXT), param: nullable(TEXT) })] },
});
