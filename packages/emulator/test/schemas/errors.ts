import { nullable, shape, TEXT } from './shape.js';
import type { Schema } from './shape.js';

/** The three forms of an error body on this side. Section 3.1 of the spec. */
export const ERROR_BODY: Schema = shape({
  error: { anyOf: [TEXT, shape({ type: TEXT, message: TEXT }, { code: nullable(TEXT), param: nullable(TEXT) })] },
});
