/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

type Fields = Readonly<Record<string, Schema>>;

/**
 * Returns the schema of an object with exactly these fields. Any other field in a response is a bug of the emulator.
 */
export function shape(required: Fields, optional: Fields = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

export const TEXT: Schema = { type: 'string' };
export const FLAG: Schema = { type: 'boolean' };
export const COUNT: Schema = { type: 'integer', minimum: 0 };
export const AMOUNT: Schema = { type: 'number', minimum: 0 };
export const FRACTION: Schema = { type: 'number', minimum: 0, maximum: 1 };
export const TIME: Schema = { type: 'string', format: 'date-time' };
export const ANY_OBJECT: Schema = { type: 'object', additionalProperties: true };

/** Returns a schema that also allows null. */
export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}
