import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SchemaKeywords } from '../contract/capability.js';
import { GRAMMAR_KEYWORDS as GRAMMAR } from '../capability/grammar-keywords.js';
import { fitSchema, type FittedSchema } from './fit-schema.js';

type Schema = Readonly<Record<string, unknown>>;

function fit(schema: Schema, keywords: SchemaKeywords | undefined = GRAMMAR): FittedSchema {
  return fitSchema(schema, { keywords, key: undefined, isList: false });
}

const { MAX_SAFE_INTEGER: MAX } = Number;
const named = { type: 'object', properties: { a: { type: 'null' } }, required: ['a'] };

describe('keywords that are held are sent', () => {
  test.each<[name: string, schema: Schema, sent?: Schema]>([
    ['an object', named],
    ['a closed object', { ...named, additionalProperties: false }],
    ['a record', { type: 'object', additionalProperties: { type: 'integer' } }],
    [
      'a record of anything',
      { type: 'object', additionalProperties: {} },
      { type: 'object', additionalProperties: true },
    ],
    ['a union', { anyOf: [{ type: 'null' }, { type: 'boolean' }] }],
    ['several types', { type: ['string', 'null'], maxLength: 3 }],
    ['an array', { type: 'array', items: { type: 'null' }, minItems: 1, maxItems: 3 }],
    ['an array of anything', { type: 'array', maxItems: 3 }, { type: 'array', maxItems: 3, items: {} }],
    ['a tuple', { type: 'array', prefixItems: [{ type: 'null' }] }],
    [
      'a closed tuple',
      { type: 'array', prefixItems: [{ type: 'null' }], items: false, minItems: 1, maxItems: 1 },
      { type: 'array', prefixItems: [{ type: 'null' }] },
    ],
    ['a choice', { enum: ['a', 1, null] }],
    ['a constant with its type', { type: 'string', const: 'a' }],
    ['a range', { type: 'integer', minimum: 1, maximum: 5 }],
    ['a minimum', { type: 'integer', minimum: 100 }, { type: 'integer', minimum: 100, maximum: MAX }],
    ['a maximum', { type: 'integer', maximum: -19 }, { type: 'integer', minimum: -MAX, maximum: -19 }],
    [
      'exclusive fractions',
      { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 4.5 },
      { type: 'integer', minimum: 2, maximum: 4 },
    ],
    ['a length', { type: 'string', minLength: 1, maxLength: 2000 }],
    ['a pattern', { type: 'string', pattern: '^[A-Z]{2}$' }],
    ['a pattern with a digit', { type: 'string', pattern: String.raw`^\d+$` }, { type: 'string', pattern: '^[0-9]+$' }],
    ['a described string', { type: 'string', description: 'x', title: 'y', maxLength: 3 }],
    ['a format', { type: 'string', format: 'uuid' }],
    ['annotations', { $schema: 'x', type: 'null', default: 1, examples: [1], $comment: '' }, { type: 'null' }],
    ['anything', { description: 'x' }, {}],
    [
      'branches that a type tells apart',
      { oneOf: [{ type: 'null' }, { type: 'string', maxLength: 3 }] },
      {
        anyOf: [{ type: 'null' }, { type: 'string', maxLength: 3 }],
      },
    ],
    [
      'objects of which all parts apply',
      { allOf: [named, { type: 'object', properties: { b: { type: 'null' } } }] },
      {
        type: 'object',
        properties: { a: { type: 'null' }, b: { type: 'null' } },
        required: ['a'],
      },
    ],
  ])('%s', (_name, schema, sent = schema) => {
    const { unsupported, schema: fitted } = fit(schema);
    expect(unsupported).toEqual([]);
    expect(fitted).toEqual(sent);
  });
});

describe('keywords that are not held are named', () => {
  test.each<[schema: Schema, unsupported: string[], sent: Schema]>([
    [{ type: 'number', minimum: 1, multipleOf: 2 }, ['/minimum', '/multipleOf'], { type: 'number' }],
    [{ minimum: 1 }, ['/minimum'], {}],
    [{ not: { type: 'null' } }, ['/not'], {}],
    [
      { type: 'array', uniqueItems: true, maxItems: 2, items: {} },
      ['/uniqueItems'],
      { type: 'array', maxItems: 2, items: {} },
    ],
    [
      { ...named, required: ['a', 'b'], additionalProperties: named },
      ['/required', '/additionalProperties'],
      { type: 'object', properties: named.properties },
    ],
    [{ ...named, additionalProperties: { type: 'null' } }, ['/additionalProperties'], named],
    [{ ...named, minProperties: 1 }, ['/minProperties'], named],
    [{ type: 'string', maxLength: 3, format: 'email' }, ['/format'], { type: 'string', maxLength: 3 }],
    [{ type: 'string', format: 'date' }, ['/format'], { type: 'string', format: 'date' }],
    [{ type: 'string', format: 'uuid', minLength: 3 }, ['/minLength'], { type: 'string', format: 'uuid' }],
    [{ format: 'uuid' }, ['/format'], {}],
    [{ maxItems: 2 }, ['/maxItems'], {}],
    [{ type: 'array', items: false }, ['/items'], { type: 'array', items: {} }],
    [{ type: 'string', pattern: 'a' }, ['/pattern'], { type: 'string' }],
    [{ type: 'string', pattern: '^(?=a)b$', maxLength: 3 }, ['/pattern'], { type: 'string', maxLength: 3 }],
    [{ type: 'string', pattern: '^a$', maxLength: 3 }, ['/maxLength'], { type: 'string', pattern: '^a$' }],
    [{ type: 'string', maxLength: 2001 }, ['/maxLength'], { type: 'string' }],
    [{ const: 1, enum: [1, 2] }, ['/enum'], { const: 1 }],
    [
      { anyOf: [{ type: 'null' }], minimum: 1, type: 'null' },
      ['/minimum', '/type'],
      { anyOf: [{ type: 'null' }], type: 'null' },
    ],
    [{ anyOf: [] }, ['/anyOf'], {}],
    [
      { oneOf: [{ type: 'integer' }, { type: 'number' }] },
      ['/oneOf'],
      { anyOf: [{ type: 'integer' }, { type: 'number' }] },
    ],
    [{ allOf: [named, named] }, ['/allOf'], {}],
    [{ allOf: [{ type: 'string' }] }, ['/allOf'], {}],
    [
      { type: 'object', properties: { a: true, b: false } },
      ['/properties/b'],
      { type: 'object', properties: { a: {}, b: {} } },
    ],
    [
      { type: 'object', properties: { 'a/b~': { type: 'x' } } },
      ['/properties/a~1b~0/type'],
      { type: 'object', properties: { 'a/b~': { type: 'x' } } },
    ],
    [{ $ref: '#/$defs/none' }, ['/$ref'], {}],
    [{ $ref: 'https://example.com/x' }, ['/$ref'], {}],
    [{ $ref: '#/%' }, ['/$ref'], {}],
    [{ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }, ['/$ref'], {}],
  ])('of %j', (schema, unsupported, sent) => {
    expect(fit(schema)).toMatchObject({ unsupported, schema: sent });
    expect(Object.keys(fit(schema).schema)).toEqual(Object.keys(sent));
  });
});

test('the formats of zod are sent as patterns that grammars hold', () => {
  const schema = z.object({
    email: z.email(),
    day: z.iso.date(),
    time: z.iso.datetime(),
    id: z.uuidv4(),
    address: z.ipv4(),
    code: z.string().regex(/^[A-Z]{2}-\d{4}$/),
  });
  const { unsupported, schema: fitted } = fit(z.toJSONSchema(schema, { io: 'input' }) as Schema);
  expect(unsupported).toEqual([]);
  const { properties } = fitted as { properties: Record<string, { pattern: string; format?: string }> };
  const samples: Record<string, string> = { email: 'a.b@c-d.example', day: '2024-02-29', code: 'AB-1234' };
  for (const [name, text] of Object.entries(samples)) {
    expect(text).toMatch(new RegExp(properties[name]?.pattern ?? ''));
    expect(properties[name]).not.toHaveProperty('format');
  }
  expect('2023-02-29').not.toMatch(new RegExp(properties['day']?.pattern ?? ''));
});

describe('references', () => {
  const tree = { type: 'object', properties: { next: { $ref: '#' } } };

  test('a schema that contains itself becomes a definition', () => {
    const root = { type: 'object', properties: { next: { $ref: '#/$defs/root' } } };
    expect(fit(tree).schema).toEqual({ ...root, $defs: { root } });
  });

  test('definitions are moved to the root and get names that differ in letters and digits', () => {
    const schema = {
      type: 'object',
      properties: {
        a: { $ref: '#/$defs/x.y' },
        b: { $ref: '#/definitions/x_y' },
        c: { $ref: '#/$defs/x%2Ey' },
        d: { $ref: '#/$defs/xyx' },
      },
      $defs: { 'x.y': { type: 'null' }, xyx: { type: 'integer' } },
      definitions: { x_y: { type: 'boolean' } },
    };
    const { schema: fitted, unsupported } = fit(schema);
    expect(unsupported).toEqual([]);
    const { properties, $defs } = fitted as { properties: Record<string, { $ref: string }>; $defs: Schema };
    const names = Object.values(properties).map(({ $ref }) => $ref.replace('#/$defs/', ''));
    expect(names.every((name) => /^[A-Za-z0-9]+$/.test(name))).toBe(true);
    expect(names.map((name) => $defs[name])).toEqual([
      { type: 'null' },
      { type: 'boolean' },
      { type: 'null' },
      { type: 'integer' },
    ]);
  });

  test('a route without references gets the schema in their place, except for a recursive one', () => {
    const { $ref: _, ...others } = GRAMMAR;
    const schema = { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'null' } } };
    expect(fit(schema, others)).toMatchObject({ schema: { properties: { a: { type: 'null' } } }, unsupported: [] });
    expect(fit(tree, others).unsupported).toEqual(['/properties/next/$ref']);
  });
});

test('a list and a value that is not an object are wrapped in one', () => {
  const options = { keywords: GRAMMAR };
  const schema = { $ref: '#/$defs/a', $defs: { a: { type: 'null' } } };
  expect(fitSchema(schema, { ...options, key: 'elements', isList: true, maxElements: 3 }).schema).toEqual({
    type: 'object',
    properties: { elements: { type: 'array', items: { $ref: '#/$defs/a' }, maxItems: 3 } },
    required: ['elements'],
    additionalProperties: false,
    $defs: { a: { type: 'null' } },
  });
  expect(fitSchema({ type: 'null' }, { ...options, key: 'value', isList: false }).schema).toMatchObject({
    properties: { value: { type: 'null' } },
  });
});

test.each<[schema: Schema, unbounded: string[]]>([
  [{ type: 'string' }, ['']],
  [{ type: 'string', pattern: '^a{3}$' }, []],
  [{ type: 'string', pattern: '^a+$' }, ['']],
  [{ type: 'string', format: 'uuid' }, []],
  [{ type: 'array', items: { type: 'string' } }, ['/items', '']],
  [{ type: 'array', items: { type: 'null' }, maxItems: 3 }, []],
  [{ enum: ['a'] }, []],
])('strings and arrays without a maximum length are listed: %j', (schema, unbounded) => {
  expect(fit(schema).unbounded).toEqual(unbounded);
});

test.each<[schema: Schema, keyword: string]>([
  [{ type: 'string', minLength: 3, maxLength: 2 }, 'minLength'],
  [{ type: 'array', minItems: 3, maxItems: 2 }, 'minItems'],
  [{ type: 'integer', minimum: 3, maximum: 2 }, 'minimum'],
  [{ enum: [] }, 'enum'],
])('%j, which no value matches, is rejected', (a, keyword) => {
  const message = expect.stringContaining(`"/properties/a" of the schema, because "${keyword}"`) as string;
  const error = expect.objectContaining({ code: 'invalid_request', message }) as Error;
  expect(() => fit({ type: 'object', properties: { a } })).toThrow(error);
});

test('without a grammar, the schema is sent with its annotations', () => {
  const schema = { type: 'number', minimum: 1, default: 2 };
  const options = { keywords: undefined, key: undefined, isList: false };
  expect(fitSchema(schema, options)).toEqual({
    schema: { type: 'number', minimum: 1, default: 2 },
    unsupported: [],
    unbounded: [],
  });
  expect(fitSchema({ type: 'array', items: {}, uniqueItems: true, maxItems: 1 }, options)).toMatchObject({
    schema: { uniqueItems: true },
    unsupported: ['/items', '/uniqueItems'],
  });
});
