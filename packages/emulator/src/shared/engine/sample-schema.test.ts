import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readHints } from './hints.js';
import { sampleSchema, SchemaError } from './sample-schema.js';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

const text = { type: 'string' };
const node = {
  type: 'object',
  properties: { name: text, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
  required: ['name', 'children'],
  additionalProperties: false,
};

const SCHEMAS: Record<string, Record<string, unknown>> = {
  empty: {},
  types: {
    type: 'object',
    properties: { a: text, b: { type: 'boolean' }, c: { type: 'null' }, d: { type: 'number' } },
  },
  'enum and const': { type: 'object', properties: { a: { enum: ['x', 3, null] }, b: { const: { deep: [1] } } } },
  'several types': { type: ['string', 'null'] },
  bounds: {
    type: 'object',
    properties: {
      a: { type: 'integer', minimum: 3, maximum: 5 },
      b: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      c: { type: 'integer', multipleOf: 7, minimum: 10 },
      d: { type: 'string', minLength: 12 },
      e: { type: 'string', maxLength: 2 },
    },
    required: ['a', 'b', 'c', 'd', 'e'],
  },
  arrays: { type: 'array', items: { type: 'string', minLength: 3, maxLength: 4 }, minItems: 2, maxItems: 3 },
  unique: { type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true, minItems: 3 },
  tuple: { type: 'array', prefixItems: [text, { type: 'integer' }], items: false, minItems: 2 },
  anyOf: { anyOf: [{ type: 'object', properties: { k: { const: 'a' } }, required: ['k'] }, { type: 'null' }] },
  oneOf: { oneOf: [{ type: 'integer', minimum: 1 }, text] },
  allOf: {
    allOf: [
      { type: 'object', properties: { x: text }, required: ['x'] },
      { type: 'object', properties: { y: { type: 'integer' } }, required: ['y'] },
    ],
  },
  recursive: { $ref: '#/$defs/node', $defs: { node } },
  formats: {
    type: 'object',
    properties: Object.fromEntries(
      ['date-time', 'email', 'uuid', 'uri', 'date', 'time', 'ipv4'].map((format) => [format, { ...text, format }]),
    ),
    minProperties: 7,
  },
  pattern: { type: 'object', properties: { p: { ...text, pattern: '^[A-Z]{3}-\\d{2,4}$' } }, required: ['p'] },
  'open object': { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 2 },
  'linked properties': {
    type: 'object',
    properties: { kind: text, size: { type: 'integer' } },
    required: ['kind', 'size'],
    anyOf: [{ properties: { kind: { const: 'box' } } }],
  },
};

test.each(Object.entries(SCHEMAS))(
  'the sample of the schema "%s" is valid and deterministic',
  async (_name, schema) => {
    for (const prompt of ['', 'Order 4 boxes for "someone with a long name" in Paris']) {
      const value = await sampleSchema(schema, readHints(prompt));
      expect(ajv.validate(schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(true);
      expect(await sampleSchema(schema, readHints(prompt))).toEqual(value);
    }
  },
);

test('takes unconstrained values from the prompt', async () => {
  const schema = {
    type: 'object',
    properties: {
      city: text,
      days: { type: 'integer' },
      unit: { enum: ['C', 'F'] },
      short: { ...text, maxLength: 3 },
      place: { type: 'object', properties: { street: text } },
    },
  };
  const value = await sampleSchema(schema, readHints('weather in Rome for 3 days in F'));
  expect(value).toMatchObject({ city: 'Rome', days: 3, unit: 'F', place: { street: 'F' } });
  expect(await sampleSchema(schema, readHints('nothing'))).toMatchObject({ city: 'sample city' });
});

test('rejects a schema that refers to another URL', async () => {
  await expect(sampleSchema({ $ref: 'https://example.com/x.json' }, readHints(''))).rejects.toBeInstanceOf(SchemaError);
});
