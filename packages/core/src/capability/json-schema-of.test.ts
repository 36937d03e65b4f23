import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import type { StandardJsonSchema } from '../contract/standard-schema.js';
import { isLmError } from '../errors/guards.js';
import { jsonSchemaOf } from './json-schema-of.js';

const schema = { type: 'object', properties: { a: { type: 'string' } } };

function standard(input: (options: { target: string }) => Record<string, unknown>): StandardJsonSchema {
  return { '~standard': { version: 1, vendor: 'acme', jsonSchema: { input } } };
}

test('returns JSON Schema unchanged', () => {
  expect(jsonSchemaOf(schema, 'x')).toBe(schema);
});

test('leaves out the URL of the dialect', () => {
  const given = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema };
  expect(jsonSchemaOf(given, 'x')).toEqual(schema);
  expect(
    jsonSchemaOf(
      standard(() => given),
      'x',
    ),
  ).toEqual(schema);
  expect(given).toHaveProperty('$schema');
});

test('converts the input type of a Standard Schema', () => {
  expect(
    jsonSchemaOf(
      standard(({ target }) => ({ target })),
      'x',
    ),
  ).toEqual({ target: 'draft-2020-12' });
});

test('accepts a Standard Schema that is a function', () => {
  const callable = Object.assign(
    () => true,
    standard(() => schema),
  );
  expect(jsonSchemaOf(callable, 'x')).toEqual(schema);
});

test('rejects a Standard Schema without conversion, naming the library and the path', () => {
  const old = { '~standard': { version: 1, vendor: 'acme', validate: () => ({ value: 1 }) } };
  const error = thrownBy(() => jsonSchemaOf(old, 'tools[0].parameters'));
  expect(isLmError(error, 'invalid_request')).toBe(true);
  expect(String(error)).toContain('"tools[0].parameters" comes from "acme" and cannot be converted to JSON Schema');
});

test('keeps the error of a failed conversion as the cause', () => {
  const cause = new Error('no such type');
  const error = thrownBy(() =>
    jsonSchemaOf(
      standard(() => {
        throw cause;
      }),
      'responseFormat.schema',
    ),
  );
  expect(error).toMatchObject({ code: 'invalid_request', cause });
});

test.each([
  [
    new Error('Date cannot be represented in JSON Schema'),
    '"acme": Date cannot be represented in JSON Schema. Use types',
  ],
  [new Error('No key sk-Zx81kQpW93nVb72LmT4xyz0.'), /"acme": No key (?!.*Zx81kQ)[^ ]+ Use types/],
  ['text', '"acme". The reason is in "cause". Use types'],
])('the error of a failed conversion has the reason: %s', (reason, message) => {
  const failing = standard(() => {
    throw reason as Error;
  });
  expect(thrownBy<Error>(() => jsonSchemaOf(failing, 'x')).message).toMatch(message);
});
