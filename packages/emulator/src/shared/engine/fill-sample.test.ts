import { describe, expect, test } from 'vitest';
import { readHints } from './hints.js';
import { sampleSchema } from './sample-schema.js';

const text = { type: 'string' };
const number = { type: 'number' };

function sampleOf(properties: Record<string, unknown>, prompt: string): Promise<unknown> {
  return sampleSchema({ type: 'object', properties, required: Object.keys(properties) }, readHints(prompt));
}

/** Ways to write a text that "Paris" satisfies. */
const TEXTS: Record<string, object> = {
  'no keywords': {},
  minLength: { minLength: 1 },
  maxLength: { maxLength: 40 },
  'both lengths': { minLength: 2, maxLength: 20 },
  pattern: { pattern: '^[A-Z][a-z]+$' },
  'several patterns': { allOf: [{ pattern: '^P' }, { pattern: 'is$' }] },
  description: { description: 'A city', title: 'City', examples: ['Rome'], default: 'Oslo' },
  deprecated: { deprecated: true, $comment: 'old' },
  'not empty': { not: { const: '' } },
  enum: { enum: ['Oslo', 'Paris', 'Rome'] },
  'nullable type': { type: ['string', 'null'] },
  'an unknown keyword': { 'x-order': 1 },
};

test.each(Object.entries(TEXTS))('a text with %s is taken from the prompt', async (_name, keywords) => {
  const value = await sampleOf({ city: { ...text, ...keywords } }, 'What is the weather in Paris?');
  expect(value).toEqual({ city: 'Paris' });
});

const WRAPPED: Record<string, object> = {
  'a nullable text': { anyOf: [{ ...text, minLength: 1 }, { type: 'null' }] },
  'a union of constants': { anyOf: [{ const: 'Oslo' }, { const: 'Paris' }] },
  'a union with a number': { oneOf: [text, number] },
};

test.each(Object.entries(WRAPPED))('%s is taken from the prompt', async (_name, schema) => {
  expect(await sampleOf({ city: schema }, 'What is the weather in Paris?')).toEqual({ city: 'Paris' });
});

/** Ways to write a number that 2 and 3 satisfy. */
const NUMBERS: Record<string, object> = {
  'no keywords': {},
  integer: { type: 'integer' },
  'a minimum': { minimum: 1 },
  'both bounds': { minimum: 0, maximum: 10 },
  'exclusive bounds': { exclusiveMinimum: 0, exclusiveMaximum: 1000 },
  'the bounds of a safe integer': { type: 'integer', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 },
  multipleOf: { multipleOf: 0.5 },
  'nullable type': { type: ['number', 'null'] },
};

test.each(Object.entries(NUMBERS))('numbers with %s are taken from the prompt, in order', async (_name, keywords) => {
  const value = await sampleOf({ a: { ...number, ...keywords }, b: { ...number, ...keywords } }, 'Add 2 and 3');
  expect(value).toEqual({ a: 2, b: 3 });
});

describe('a value of the prompt', () => {
  test.each<[string, Record<string, unknown>, object]>([
    ['Fly from Oslo to Paris on Monday', { to: text, from: text }, { to: 'Paris', from: 'Oslo' }],
    ['Book 2 nights for 4 guests', { guests: number, nights: number }, { guests: 4, nights: 2 }],
    ['At 3 meters, with a charge of 2', { charge: number, meters: number }, { charge: 2, meters: 3 }],
    ['Show 5 results', { maxResults: { type: 'integer', minimum: 1 } }, { maxResults: 5 }],
    ['Fly from Oslo to Paris', { start: text, end: text }, { start: 'Oslo', end: 'Paris' }],
    ['Find "red shoes" in Rome', { query: text }, { query: 'red shoes' }],
    ['Find "red shoes" in Rome', { query: text, place: text }, { query: 'red shoes', place: 'Rome' }],
    ['It is 3 or 20', { age: { ...number, minimum: 18 } }, { age: 20 }],
    ['Sum 2, 3 and 7', { values: { type: 'array', items: number } }, { values: [2, 3, 7] }],
    ['Compare Oslo, Rome and Paris', { cities: { type: 'array', items: text } }, { cities: ['Oslo', 'Rome', 'Paris'] }],
    ['Mail ada@example.com', { to: { ...text, format: 'email' } }, { to: 'ada@example.com' }],
    ['See (https://a.example/x).', { page: { ...text, format: 'uri' } }, { page: 'https://a.example/x' }],
    ['Free on 2031-05-01?', { day: { ...text, format: 'date' } }, { day: '2031-05-01' }],
    ['Convert to EUR', { code: { ...text, pattern: '^[A-Z]{3}$' } }, { code: 'EUR' }],
    ['In Celsius, please', { unit: { enum: ['celsius', 'fahrenheit'] } }, { unit: 'celsius' }],
    ['Level 3', { level: { enum: [1, 2, 3] } }, { level: 3 }],
    ['Only 1', { a: number, b: number }, { a: 1, b: 1 }],
  ])('%s', async (prompt, properties, expected) => {
    expect(await sampleOf(properties, prompt)).toEqual(expected);
  });

  test('fills the branch of a union', async () => {
    const branch = (kind: string, key: string, schema: object) => ({
      type: 'object',
      properties: { kind: { const: kind }, [key]: schema },
      required: ['kind', key],
    });
    const schema = {
      anyOf: [branch('a', 'size', { ...number, minimum: 1 }), branch('b', 'size', { ...number, maximum: 9 })],
    };
    expect(await sampleSchema(schema, readHints('Size 7'))).toMatchObject({ size: 7 });
  });

  test('keeps items unique', async () => {
    const tags = { type: 'array', items: text, uniqueItems: true, minItems: 2 };
    const { tags: value } = (await sampleOf({ tags }, 'Tag it with Paris')) as { tags: string[] };
    expect(new Set(value).size).toBe(value.length);
    expect(value).toContain('Paris');
  });
});

test('without a value in the prompt, values are readable', async () => {
  const properties = {
    city: { ...text, minLength: 1 },
    long: { ...text, minLength: 30, maxLength: 30 },
    count: { type: 'integer', minimum: 0 },
    large: { ...number, minimum: 50 },
  };
  expect(await sampleOf(properties, 'nothing')).toEqual({
    city: 'sample city',
    long: 'sample long sample long sample',
    count: 1,
    large: 100,
  });
});

// Otherwise, a schema with 10,000 properties would block the server for minutes.
test.each([
  [60, true],
  [300, false],
])('of %i texts, the first is taken from the prompt: %s', async (count, isTaken) => {
  const properties = Object.fromEntries(Array.from({ length: count }, (_, index) => [`text${index}`, text]));
  const { text0 } = (await sampleOf(properties, 'What is the weather in Paris?')) as { text0: string };
  expect(text0 === 'Paris').toBe(isTaken);
});

test('a pattern that takes exponential time is not tried with long texts', async () => {
  const phone = { type: 'string', pattern: '^(\\d+-?)+$' };
  const sample = await sampleOf({ phone }, 'Use the id 12345678901234567890123456789012x please');
  expect(sample).toEqual({ phone: expect.stringMatching(/^[\d-]+$/) });
});
