import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { strictSchemaOf } from './strict-schema.js';

type Schema = Record<string, unknown>;

const STRING = { type: 'string' };
const CLOSED = { additionalProperties: false };

/** Returns an open object as Zod converts `z.object()`, whose fields are all required unless `required` is passed. */
function open(properties: Schema, required = Object.keys(properties)): Schema {
  return { type: 'object', properties, required };
}

function closed(properties: Schema): Schema {
  return { ...open(properties), ...CLOSED };
}

/** Returns a schema with two fields that have the schema itself. */
function circular(): Schema {
  const properties: Schema = {};
  const schema = open(properties, ['a', 'b']);
  properties.a = schema;
  properties.b = schema;
  return schema;
}

function deep(levels: number): Schema {
  let schema: Schema = open({});
  for (let level = 0; level < levels; level += 1) schema = open({ a: schema });
  return schema;
}

const A = open({ k: { ...STRING, const: 'a' } });
const B = open({ k: { ...STRING, const: 'b' } });
const CLOSED_A = closed({ k: { ...STRING, const: 'a' } });
const CLOSED_B = closed({ k: { ...STRING, const: 'b' } });

test.each<[string, Schema, Schema]>([
  ['an object', open({ a: STRING }), closed({ a: STRING })],
  ['a closed object', closed({ a: STRING }), closed({ a: STRING })],
  ['an object without fields', { type: 'object', properties: {} }, closed({})],
  [
    'nested objects',
    open({ a: open({ b: open({ c: STRING }) }) }),
    closed({ a: closed({ b: closed({ c: STRING }) }) }),
  ],
  [
    'objects in arrays',
    open({ a: { type: 'array', items: { type: 'array', items: open({ b: STRING }) }, minItems: 1 } }),
    closed({ a: { type: 'array', items: { type: 'array', items: closed({ b: STRING }) }, minItems: 1 } }),
  ],
  [
    'an object that may be null',
    open({ a: { ...open({ b: STRING }), type: ['object', 'null'] } }),
    closed({ a: { ...closed({ b: STRING }), type: ['object', 'null'] } }),
  ],
  [
    'an object without a type',
    open({ a: { properties: { b: STRING }, required: ['b'] } }),
    closed({ a: { properties: { b: STRING }, required: ['b'], ...CLOSED } }),
  ],
  [
    'objects in a union',
    open({ a: { anyOf: [A, B, STRING] } }),
    closed({ a: { anyOf: [CLOSED_A, CLOSED_B, STRING] } }),
  ],
  ['a discriminated union', open({ a: { oneOf: [A, B] } }), closed({ a: { anyOf: [CLOSED_A, CLOSED_B] } })],
  [
    'definitions',
    { ...open({ a: { $ref: '#/$defs/N' } }), $defs: { N: A } },
    { ...closed({ a: { $ref: '#/$defs/N' } }), $defs: { N: CLOSED_A } },
  ],
  ['old definitions', { ...open({}), definitions: { N: A } }, { ...closed({}), definitions: { N: CLOSED_A } }],
  [
    'a reference to the root',
    open({ a: { type: 'array', items: { $ref: '#' } } }),
    closed({ a: { type: 'array', items: { $ref: '#' } } }),
  ],
  [
    'a reference with a description',
    open({ a: { description: 'd', $ref: '#/$defs/N' } }),
    closed({ a: { description: 'd', anyOf: [{ $ref: '#/$defs/N' }] } }),
  ],
  [
    'optional fields that may be null',
    open(
      {
        a: { type: ['string', 'null'] },
        b: { anyOf: [STRING, { type: 'null' }] },
        c: { enum: ['x', null] },
        d: { type: 'null' },
        e: { const: null },
      },
      [],
    ),
    closed({
      a: { type: ['string', 'null'] },
      b: { anyOf: [STRING, { type: 'null' }] },
      c: { enum: ['x', null] },
      d: { type: 'null' },
      e: { const: null },
    }),
  ],
  ['a field with a default', open({ a: { ...STRING, default: 'x' } }), closed({ a: STRING })],
  ['a format', open({ a: { ...STRING, format: 'date-time' } }), closed({ a: { ...STRING, format: 'date-time' } })],
  ['a format that strict mode rejects', open({ a: { ...STRING, format: 'uri' } }), closed({ a: STRING })],
  ['a pattern', open({ a: { ...STRING, pattern: '^(?:a|b)+$' } }), closed({ a: { ...STRING, pattern: '^(?:a|b)+$' } })],
  ['a lookahead', open({ a: { ...STRING, pattern: '^(?!x)a$' } }), closed({ a: STRING })],
  ['a lookbehind', open({ a: { ...STRING, pattern: '(?<=x)a' } }), closed({ a: STRING })],
  ['a field named "format"', open({ format: STRING, pattern: STRING }), closed({ format: STRING, pattern: STRING })],
  ['a nested dialect', { ...open({ a: STRING }), $schema: 'x' }, closed({ a: STRING })],
  [
    'fields with the names of keywords',
    open({ default: STRING, $schema: STRING, allOf: STRING, required: STRING, $ref: STRING }),
    closed({ default: STRING, $schema: STRING, allOf: STRING, required: STRING, $ref: STRING }),
  ],
  [
    'supported keywords',
    open({ a: { ...STRING, pattern: '^a', format: 'email', description: 'd' }, b: { type: 'integer', minimum: 1 } }),
    closed({ a: { ...STRING, pattern: '^a', format: 'email', description: 'd' }, b: { type: 'integer', minimum: 1 } }),
  ],
])('adapts %s', (_, schema, expected) => {
  const before = structuredClone(schema);
  expect(strictSchemaOf(schema, 'x')).toEqual(expected);
  expect(schema).toEqual(before);
});

test('keeps a field named __proto__', () => {
  const properties = JSON.parse('{"__proto__":{"type":"string"}}') as Schema;
  expect(JSON.stringify(strictSchemaOf(open(properties), 'x')['properties'])).toBe('{"__proto__":{"type":"string"}}');
});

test.each<[string, Schema, string]>([
  ['an optional field', open({ a: STRING, b: STRING }, ['a']), '"b" is optional'],
  ['an object without required fields', { type: 'object', properties: { a: STRING } }, '"a" is optional'],
  ['a nested optional field', open({ a: { type: 'array', items: open({ b: STRING }, []) } }), '"a[].b" is optional'],
  [
    'an optional field in a union',
    open({ a: { anyOf: [STRING, open({ b: STRING }, [])] } }),
    '"a.anyOf[1].b" is optional',
  ],
  [
    'an optional field in a definition',
    { ...open({}), $defs: { N: open({ b: STRING }, []) } },
    '"$defs.N.b" is optional',
  ],
  ['an optional field with a default', open({ a: { ...STRING, default: 'x' } }, []), '"a" is optional'],
  ['several mistakes', open({ a: STRING, b: {} }, []), '"b" has no type, "a" is optional, "b" is optional'],
  ['a record', open({ a: { type: 'object', additionalProperties: STRING } }), '"a" allows further fields'],
  ['a loose object', { ...open({ a: STRING }), additionalProperties: {} }, 'the root allows further fields'],
  [
    'an explicitly open object',
    { ...open({ a: STRING }), additionalProperties: true },
    'the root allows further fields',
  ],
  ['any object', open({ a: { type: 'object' } }), '"a" is an object without "properties"'],
  ['any value', open({ a: { description: 'd' } }), '"a" has no type'],
  ['a boolean schema', open({ a: true }), '"a" is not an object with a type'],
  ['an intersection', open({ a: { allOf: [A, B] } }), '"a" has the keyword "allOf"'],
  ['a tuple', open({ a: { type: 'array', prefixItems: [STRING], items: false } }), '"a" has the keyword "prefixItems"'],
  ['an old tuple', open({ a: { type: 'array', items: [STRING] } }), '"a[]" is not an object with a type'],
  ['unique items', open({ a: { type: 'array', items: STRING, uniqueItems: true } }), 'the keyword "uniqueItems"'],
  ['names of properties', open({ a: { ...closed({}), propertyNames: STRING } }), 'the keyword "propertyNames"'],
  ['a condition', { ...open({}), if: A, else: B }, 'the root has the keyword "if", the root has the keyword "else"'],
  ['a union at the root', { anyOf: [A, B] }, 'the root is not an object. Wrap it'],
  ['a typed union at the root', { type: 'object', oneOf: [A, B] }, 'the root is not an object. Wrap it'],
  ['an array at the root', { type: 'array', items: STRING }, 'the root is not an object. Wrap it'],
  ['a reference at the root', { $ref: '#/$defs/N', $defs: { N: A } }, 'the root is not an object. Wrap it'],
  ['a field whose name is a text', open({ 'my secret, 7391': STRING }, []), '"***" is optional'],
  ['an array without items', open({ a: { type: 'array' } }), '"a" is an array without "items"'],
  ['a list of types with an array', open({ a: { type: ['array', 'null'] } }), '"a" is an array without "items"'],
  ['a schema that contains itself', circular(), 'it contains itself, or is nested more than 100 levels deep'],
  ['a schema of 20,000 levels', deep(20_000), 'it contains itself, or is nested more than 100 levels deep'],
  [
    'many mistakes',
    open(Object.fromEntries(Array.from({ length: 9 }, (__, index) => [`f${index}`, STRING])), []),
    '"f4" is optional, and 4 more.',
  ],
])('rejects %s', (_, schema, mistake) => {
  const error = thrownBy(() => strictSchemaOf(schema, '"responseFormat.schema"'));
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('"responseFormat.schema" cannot be used with "strict", because'),
  });
  expect((error as Error).message).toContain(mistake);
  expect((error as Error).message).not.toContain('7391');
});
