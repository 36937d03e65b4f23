import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import type { StandardJsonSchema } from '../contract/standard-schema.js';
import { isLmError } from '../errors/guards.js';
import { jsonSchemaOf } from './json-schema-of.js';

const schema = { type: 'object', properties: { a: { type: 'string' } } };

function standard(input: (options: { target: string }) => Record<string, unknown>): StandardJsonSchema {
  return { '~standard': { version: 1, vendor: 'acme', jsonSchema: { input } } };
}

test('JSON Schema is taken as it is', () => {
  expect(jsonSchemaOf(schema, 'x')).toBe(schema);
});

test('a Standard Schema gives its own, of what a model has to write', () => {
  expect(
    jsonSchemaOf(
      standard(({ target }) => ({ target })),
      'x',
    ),
  ).toEqual({ target: 'draft-2020-12' });
});

test('a Standard Schema may be a function, as those of some libraries are', () => {
  const callable = Object.assign(
    () => true,
    standard(() => schema),
  );
  expect(jsonSchemaOf(callable, 'x')).toEqual(schema);
});

test('one that cannot is refused, naming the library and the place', () => {
  const old = { '~standard': { version: 1, vendor: 'acme', validate: () => ({ value: 1 }) } };
  const error = thrownBy(() => jsonSchemaOf(old, 'tools[0].parameters'));
  expect(isLmError(error, 'invalid_request')).toBe(true);
  expect(String(error)).toContain('tools[0].parameters: this schema (acme) cannot give its JSON Schema');
});

test('one that fails is refused with the failure as cause', () => {
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
