import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { SchemaInput } from '../contract/standard-schema.js';
import { toolSchemaOf } from './tool-schema-of.js';

/** Returns a schema with lists inside each other. */
function nested(levels: number): Record<string, unknown> {
  let schema: Record<string, unknown> = {};
  for (let level = 0; level < levels; level += 1) schema = { items: schema };
  return schema;
}

const circle: Record<string, unknown> = { type: 'object' };
circle['properties'] = { again: circle };

test('a tool without parameters has no schema', () => {
  expect(toolSchemaOf({ name: 'a' })).toBeUndefined();
});

test.each<[schema: SchemaInput]>([
  [{}],
  [{ type: 'object' }],
  [{ type: ['object', 'null'] }],
  [{ type: undefined }],
  [{ properties: {} }],
  [{ $ref: '#/$defs/a', $defs: { a: { type: 'object' } } }],
  [{ anyOf: [{ type: 'object' }, { type: 'string' }] }],
  [nested(499)],
])('the schema %# is accepted', (schema) => {
  expect(toolSchemaOf({ name: 'a', parameters: schema })).toBe(schema);
});

test.each<[name: string, schema: SchemaInput, message: string]>([
  ['get_weather', { type: 'string' }, 'The schema of tool "get_weather" must have the type "object", because'],
  ['a', { type: 'string' }, 'received "string". Make the value a property of an object.'],
  ['a', { type: ['string', 'null'] }, 'received an array.'],
  ['a', { type: null }, 'received null.'],
  ['a', z.string(), 'received "string".'],
  ['a', z.array(z.string()), 'received "array".'],
  ['get_weather', circle, 'The schema of tool "get_weather" contains itself, or is nested more than 500 levels deep.'],
  ['a', nested(500), 'is nested more than 500 levels deep. Use "$ref" for'],
  ['a', nested(100_000), 'is nested more than 500 levels deep.'],
  ['sk-Zx81kQpW93nVb72LmT4', { type: 'string' }, 'The schema of tool "***" must'],
  ['a"\n', { type: 'string' }, String.raw`The schema of tool "a\"\n" must`],
  ['a', z.object({ date: z.date() }), 'The schema of tool "a" could not be converted to JSON Schema by "zod"'],
])('the schema of tool %j is refused: %#', (name, schema, message) => {
  const error = thrownBy(() => toolSchemaOf({ name, parameters: schema }));
  expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) as string });
});
