import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GRAMMAR_KEYWORDS } from '../capability/grammar-keywords.js';
import { fitSchema, type FittedSchema } from './fit-schema.js';

type Schema = Readonly<Record<string, unknown>>;

function fit(schema: Schema, isKnown = true): FittedSchema {
  return fitSchema(schema, { keywords: isKnown ? GRAMMAR_KEYWORDS : undefined, key: undefined, isList: false });
}

const NULL = { type: 'null' };
const A = { type: 'object', properties: { a: NULL } };
const B = { type: 'object', properties: { b: NULL } };
const BOTH = { type: 'object', properties: { a: NULL, b: NULL } };

describe('merging the branches of an allOf', () => {
  test.each<[name: string, schema: Schema, sent: Schema]>([
    ['keeps what is required next to it', { required: ['a'], allOf: [A, B] }, { ...BOTH, required: ['a'] }],
    [
      'names what is required once',
      { ...A, required: ['a'], allOf: [{ ...B, required: ['b', 'a'] }] },
      { ...BOTH, required: ['a', 'b'] },
    ],
  ])('%s', (_name, schema, sent) => {
    expect(fit({ type: 'object', ...schema })).toEqual({ schema: sent, unsupported: [], unbounded: [] });
  });

  test.each(['additionalProperties', 'unevaluatedProperties'])('does not change the meaning of %s', (keyword) => {
    const { unsupported } = fit({ type: 'object', allOf: [A, B], [keyword]: false });
    expect(unsupported).toContain('/allOf');
  });
});

describe('what cannot be merged is named', () => {
  test.each<[name: string, schema: Schema]>([
    ['another type', { type: 'string', allOf: [A] }],
    ['no branch', { type: 'string', allOf: [] }],
    ['no branch and no type', { allOf: [] }],
  ])('%s', (_name, schema) => {
    const { allOf: _, ...sent } = schema;
    expect(fit(schema)).toMatchObject({ schema: sent, unsupported: expect.arrayContaining(['/allOf']) as string[] });
  });

  test('a bound of draft 4', () => {
    const schema = { type: 'integer', minimum: 0, maximum: 9, exclusiveMinimum: true };
    const { exclusiveMinimum: _, ...sent } = schema;
    expect(fit(schema)).toMatchObject({ schema: sent, unsupported: ['/exclusiveMinimum'] });
  });
});

test('a required name gets a property, without which grammars ignore it', () => {
  const schema = { ...A, required: ['a', 'b', '__proto__'] };
  const properties = JSON.parse('{"a":{"type":"null"},"b":{},"__proto__":{}}') as Schema;
  const sent = { ...schema, properties };
  expect(fit(schema)).toEqual({ schema: sent, unsupported: [], unbounded: ['/properties/b', '/properties/__proto__'] });
  expect(fit(schema, false).schema).toEqual(schema);
});

test('a nullable array with a length gets items, without which Ollama ignores it', () => {
  const schema = { type: ['array', 'null'], maxItems: 3 };
  expect(fit(schema)).toMatchObject({ schema: { ...schema, items: {} }, unsupported: [] });
});

describe('what is left out is named', () => {
  const pair = { type: 'array', prefixItems: [NULL, NULL] };

  test.each<[name: string, schema: Schema, sent: Schema, unsupported: string[]]>([
    ['the rest of a tuple', { ...pair, items: NULL }, pair, ['/items']],
    [
      'optional items of a tuple',
      { ...pair, items: false, minItems: 1, maxItems: 2 },
      pair,
      ['/items', '/minItems', '/maxItems'],
    ],
    ['a tuple with more items', { ...pair, maxItems: 5 }, pair, ['/maxItems']],
    [
      'additional properties next to patterns, which would allow none',
      { type: 'object', additionalProperties: false, patternProperties: { '^x': NULL } },
      { type: 'object' },
      ['/additionalProperties', '/patternProperties'],
    ],
    ['a bound that is not exact', { type: 'integer', minimum: 1e16 }, { type: 'integer' }, ['/minimum']],
    [
      'a oneOf next to an anyOf',
      { anyOf: [NULL, { type: 'boolean' }], oneOf: [NULL] },
      { anyOf: [NULL, { type: 'boolean' }] },
      ['/oneOf'],
    ],
  ])('%s', (_name, schema, sent, unsupported) => {
    expect(fit(schema)).toMatchObject({ schema: sent, unsupported });
    expect(Object.keys(fit(schema).schema)).toEqual(Object.keys(sent));
  });

  test('once, also if several reasons name it', () => {
    const { unsupported } = fit({ type: 'array', prefixItems: [NULL], items: false }, false);
    expect(unsupported).toEqual(['/prefixItems', '/items']);
  });
});

test('a range with a great bound is cut to exact numbers', () => {
  const { schema, unsupported } = fit({ type: 'integer', minimum: 0, maximum: 1e18 });
  expect(schema).toEqual({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
  expect(unsupported).toEqual([]);
});

test('a record of Zod is held, and has no maximum', () => {
  const Records = z.object({ r: z.record(z.string(), z.null()) });
  const schema = Records['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
  const held = { type: 'object', additionalProperties: NULL };
  for (const isKnown of [true, false]) {
    expect(fit(schema, isKnown)).toMatchObject({
      schema: { properties: { r: held } },
      unsupported: [],
      unbounded: ['/properties/r'],
    });
  }
});

test.each([[false], [{ maxLength: 3 }], [{ type: 'null' }]])('names of properties that are %j are named', (names) => {
  const schema = { type: 'object', propertyNames: names };
  for (const isKnown of [true, false]) expect(fit(schema, isKnown).unsupported).toContain('/propertyNames');
});

describe('without known keywords', () => {
  test.each<[name: string, schema: Schema, sent?: Schema]>([
    ['annotations are sent', { type: 'null', default: null, examples: [null], deprecated: true }],
    ['a oneOf next to an anyOf is sent', { anyOf: [NULL, { type: 'boolean' }], oneOf: [NULL] }],
    ['branches that are not disjoint stay a oneOf', { not: { oneOf: [{ minimum: 0 }, { maximum: 5 }] } }],
    ['places are not sent', { $id: 'x', $anchor: 'y', $comment: 'z', ...NULL }, NULL],
  ])('%s', (_name, schema, sent = schema) => {
    expect(fit(schema, false).schema).toEqual(sent);
  });

  test.each(['not', 'if', 'propertyNames'])('what is in %s has no maximum length to be named', (keyword) => {
    const schema = { type: 'object', properties: {}, [keyword]: { type: 'string', minLength: 2 } };
    expect(fit(schema, false)).toMatchObject({ unbounded: [], unsupported: [`/${keyword}`] });
  });
});

describe('parts without a maximum', () => {
  test.each<[name: string, schema: Schema, isUnbounded: boolean]>([
    ['any value', {}, true],
    ['any object', { type: 'object' }, true],
    ['a record', { type: 'object', additionalProperties: NULL }, true],
    ['an open object', { ...A, additionalProperties: true }, true],
    ['an object', A, false],
    ['a tuple', { type: 'array', prefixItems: [NULL] }, false],
    ['any characters', { type: 'string', pattern: '^.+$' }, true],
    ['repeated hyphens', { type: 'string', pattern: '^-+$' }, true],
    ['repeated blanks', { type: 'string', pattern: '^ *$' }, true],
    ['a minimum number', { type: 'string', pattern: '^a{2,}$' }, true],
    ['a class with a plus', { type: 'string', pattern: '^[0-9+*]{1,5}$' }, false],
    ['an escaped star', { type: 'string', pattern: String.raw`^\*\+$` }, false],
    ['an address', { type: 'string', format: 'email' }, true],
    ['a date', { type: 'string', format: 'date' }, false],
    ['a part of a text', { type: 'string', pattern: 'ab' }, true],
  ])('%s: %j', (_name, schema, isUnbounded) => {
    expect(fit(schema, false).unbounded).toEqual(isUnbounded ? [''] : []);
  });
});

describe('a schema that cannot be sent is an invalid request', () => {
  const { secret } = { secret: 'sk-Zx81kQpW93nVb72LmT4' };

  test.each<[name: string, schema: Schema, message: string]>([
    [
      'with an empty choice',
      { properties: { a: { enum: [] } } },
      '"/properties/a" of the schema, because "enum" is empty.',
    ],
    [
      'with an empty range',
      { type: 'integer', minimum: 3, maximum: 2 },
      'No value matches the schema, because "minimum" exceeds "maximum".',
    ],
    [
      'without an integer',
      { type: 'integer', exclusiveMinimum: 5, exclusiveMaximum: 6 },
      'because no integer is in its range.',
    ],
    ['with a name like a secret', { properties: { [secret]: { enum: [] } } }, '"/properties/***" of'],
    [
      'with a long name',
      { properties: { recommendedServingTemperature: { enum: [] } } },
      '"/properties/recommendedServingTemperature" of',
    ],
  ])('%s', (_name, schema, message) => {
    const error = thrownBy<Error>(() => fit(schema));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) as string });
    expect(error.stack).not.toContain(secret);
  });

  test('but the same schema may be in two places', () => {
    const shared = { type: 'boolean' };
    expect(fit({ type: 'object', properties: { a: shared, b: shared } }).unsupported).toEqual([]);
  });
});
