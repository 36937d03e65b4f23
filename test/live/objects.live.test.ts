import { generateObject, isObjectError } from '@lmux/core/objects';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LIVE_SCHEMAS, measureLive, type LiveSchema } from '../../scripts/measure-objects/live-objects.ts';
import { measureGroup, type SuiteGroup } from '../../scripts/measure-objects/schema-suite.ts';
import { liveClient, liveProvider, modelOf } from './support.ts';

// A small sample. `npm run objects -- live` and `-- schemas` take large ones.

/** True if the provider sends a schema that the server holds. */
const holdsSchemas = liveProvider === 'llamacpp' || liveProvider === 'ollama';

test.for(Object.keys(LIVE_SCHEMAS) as LiveSchema[])('an object of the schema "%s" is valid', async (name, context) => {
  if (!holdsSchemas) context.skip(`the provider is ${liveProvider}`);
  modelOf('LM_MODEL', context);
  const client = closeAfterTest(liveClient());
  expect(await measureLive(client, name, 2)).toMatchObject({ requests: 2, valid: 2, repaired: 0, broken: 0 });
});

/** Schemas with instances that are not valid. */
const GROUPS: readonly (readonly [schema: SuiteGroup['schema'], ...invalid: unknown[]])[] = [
  [{ type: 'integer', minimum: 100 }, 10, 'a'],
  [{ type: 'integer', maximum: -19 }, 19, -1],
  [{ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string', maxLength: 3 }] }, ['a', 1]],
  [{ type: 'string', pattern: '^[a-c]{2}$' }, 'xyz'],
  [{ enum: ['a', 2, null] }, 'b', 3],
  [
    { type: 'object', properties: { a: { $ref: '#/$defs/x.y' } }, required: ['a'], $defs: { 'x.y': { const: 1 } } },
    { a: 2 },
  ],
  [
    { type: 'object', additionalProperties: { type: 'boolean' }, maxProperties: 1 },
    { a: 1, b: 2 },
  ],
  [{ not: { type: 'string' } }, 'a'],
];

test.for(GROUPS)('the schema %j is held, named or refused', async ([schema, ...invalid], context) => {
  if (!holdsSchemas) context.skip(`the provider is ${liveProvider}`);
  const client = closeAfterTest(liveClient());
  const tests = invalid.map((data) => ({ data, valid: false }));
  const { outcome } = await measureGroup(client, { file: '', description: '', schema, tests });
  expect(['held', 'named', 'length', 'refused by the server']).toContain(outcome);
});

test('an object that does not fit into the maximum number of tokens is reported as such', async (context) => {
  if (!holdsSchemas) context.skip(`the provider is ${liveProvider}`);
  const client = closeAfterTest(liveClient());
  const schema = z.object({ text: z.string().min(200).max(400) });
  const request = { schema, messages: [{ role: 'user', content: 'Hello' }], maxOutputTokens: 8 } as const;
  const error = await rejectionOf(generateObject(client, request));
  expect(isObjectError(error) && [error.code, error.finishReason?.unified]).toEqual(['object_invalid', 'length']);
});
