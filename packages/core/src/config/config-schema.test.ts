import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isNonNegative, isString } from '../validate/check.js';
import { configSchema } from './config-schema.js';
import { objectOf } from './schema-of-checks.js';

test('the published schema is up to date (if not, run npm run docs)', () => {
  const published = readFileSync(new URL('../../schema/lmux.config.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(configSchema());
});

test('the schema of an object allows the fields that have checks, and no others', () => {
  const fields = { name: { description: 'A name.' }, waitMs: { description: 'A time.' } };
  expect(objectOf({ name: isString, waitMs: isNonNegative }, fields)).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { description: 'A name.', type: 'string' },
      waitMs: { description: 'A time.', type: 'number', minimum: 0 },
    },
  });
});

test('throws for a check without a schema', () => {
  expect(() => objectOf({ odd: () => undefined }, { odd: { description: 'Odd.' } })).toThrow('has no JSON Schema');
});
