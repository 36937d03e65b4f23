import type { ChatRequest } from '@lmux/core';
import { generateObject, isObjectError, streamObject } from '@lmux/core/objects';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { expect, test, type TestContext } from 'vitest';
import { z } from 'zod';
import { measureLive } from '../../scripts/measure-objects/live-objects.ts';
import { LIVE_SCHEMAS } from '../../scripts/measure-objects/live-schemas.ts';
import { BUGS, measureSchema } from '../../scripts/measure-objects/measure-schemas.ts';
import type { SuiteGroup } from '../../scripts/measure-objects/schema-suite.ts';
import { liveClient, liveProvider, modelOf } from './support.ts';

// A small sample. `npm run objects -- live` and `-- schemas` take large ones.

/** Creates a client. Skips the test if the provider does not know which schemas the server holds. */
function holdingClient(context: TestContext) {
  if (!['llamacpp', 'ollama'].includes(liveProvider)) context.skip(`the provider is ${liveProvider}`);
  modelOf('LM_MODEL', context);
  return closeAfterTest(liveClient());
}

test.for(Object.entries(LIVE_SCHEMAS).map(([name, schema], first) => ({ name, schema, first })))(
  'an object of the schema "$name" is valid',
  async ({ name, schema, first }, context) => {
    const client = holdingClient(context);
    // The number of the run selects a whole response or a stream.
    const result = await measureLive(name, schema, { client, runs: 1, first });
    expect(result).toMatchObject({ valid: 1, repaired: 0, failures: [] });
  },
);

/** Schemas with instances that are not valid, and the outcome. */
const GROUPS: readonly (readonly [outcome: string, schema: SuiteGroup['schema'], ...invalid: unknown[]])[] = [
  ['held', { type: 'integer', minimum: 100, maximum: 999 }, 10, 'a'],
  ['held', { type: ['boolean', 'null'] }, 'yes'],
  ['held', { type: 'array', prefixItems: [{ type: 'integer', maximum: 99 }, { enum: ['a', 'b'] }] }, ['a', 1]],
  ['held', { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 2 }, [], [true, true, true]],
  ['held', { type: 'string', minLength: 2, maxLength: 4 }, 'a', 'abcdef'],
  ['held', { type: 'string', pattern: '^[a-c]{2}(?:-\\d)?$' }, 'xyz', 'ab-x'],
  ['held', { enum: ['a', 2, null, [1], { b: true }] }, 'b', 3],
  ['held', { const: { a: [1, 'x'] } }, { a: [1, 'y'] }],
  [
    'held',
    {
      type: 'object',
      properties: { a: { $ref: '#/$defs/x.y' } },
      required: ['a'],
      $defs: { 'x.y': { const: 1 }, x_y: {} },
    },
    { a: 2 },
  ],
  ['held', { anyOf: [{ const: 'a' }, { type: 'integer', minimum: 0, maximum: 9 }] }, 'b', 10],
  ['named', { type: 'object', additionalProperties: { type: 'boolean' }, maxProperties: 1 }, { a: true, b: true }],
  ['named', { not: { type: 'string' } }, 'a'],
  ['named', { type: 'number', multipleOf: 0.5 }, 0.3],
  ['named', { type: 'array', items: { type: 'boolean' }, uniqueItems: true, maxItems: 3 }, [true, true]],
  ['named', { type: 'string', pattern: '(?<=a)b', maxLength: 9 }, 'c'],
  ['refused by lmux', { type: 'string', minLength: 3, maxLength: 2 }, 'a'],
];

test.for(GROUPS)('%s: the schema %j', async ([expected, schema, ...invalid], context) => {
  const client = holdingClient(context);
  const tests = invalid.map((data) => ({ data, valid: false }));
  const { outcome, detail } = await measureSchema(client, { file: '', description: '', schema, tests });
  expect({ outcome, detail: BUGS.has(outcome) ? detail : '' }).toEqual({ outcome: expected, detail: '' });
});

const Weather = z.object({ city: z.string().max(20) });
const QUESTION = [{ role: 'user', content: 'What is the weather in Paris?' }] as const;

test('a schema that the server refuses is an invalid request', async (context) => {
  const client = holdingClient(context);
  const schema = { type: 'object', properties: { a: { type: 'unknown' } }, required: ['a'] };
  const chat = {
    messages: QUESTION,
    maxOutputTokens: 8,
    responseFormat: { type: 'json_schema', name: 'a', schema },
  } as const;
  await expect(client.chat(chat)).rejects.toMatchObject({ name: 'ApiError', code: 'invalid_request' });
});

test('a schema that the server does not hold is rejected before it is sent with strictSchema', async (context) => {
  const client = holdingClient(context);
  const request = { schema: z.object({ half: z.number().multipleOf(0.5) }), messages: QUESTION } as const;
  const error = await rejectionOf(generateObject(client, request, { strictSchema: true }));
  expect(error).toMatchObject({ name: 'LmError', code: 'invalid_request' });
  expect((error as Error).message).toContain('"/properties/half/multipleOf"');
});

test('an object that does not fit into the maximum number of tokens is reported as such', async (context) => {
  const client = holdingClient(context);
  const schema = z.object({ text: z.string().min(200).max(400) });
  const request = { schema, messages: QUESTION, maxOutputTokens: 8 } as const;
  const error = await rejectionOf(generateObject(client, request));
  expect(isObjectError(error) && [error.code, error.finishReason?.unified]).toEqual(['object_invalid', 'length']);
});

test('a tool call is an object, whole and as a stream', async (context) => {
  const client = holdingClient(context);
  const request = {
    model: modelOf('LM_TOOL_MODEL', context),
    schema: Weather,
    name: 'get_weather',
    description: 'The weather of a city',
    messages: QUESTION,
    temperature: 0,
    maxOutputTokens: 80,
  } as const;
  const { object, toolCalls } = await generateObject(client, request, { mode: 'tool' });
  expect(toolCalls[0]?.name).toBe('get_weather');
  expect(Weather.parse(object)).toEqual(object);
  expect(await streamObject(client, request, { mode: 'tool' }).object()).toEqual(object);
});

/** A chat whose model copies how the cities before were written. */
function citiesAs(format: (json: string) => string): ChatRequest['messages'] {
  const examples = ['Berlin', 'London', 'Rome'].flatMap(
    (city) =>
      [
        { role: 'user', content: city },
        { role: 'assistant', content: format(JSON.stringify({ city })) },
      ] as const,
  );
  return [...examples, { role: 'user', content: 'Paris' }];
}

test.for([
  ['a sentence', (json: string) => `Here it is: ${json}.`],
  ['a code fence', (json: string) => `\`\`\`json\n${json}\n\`\`\``],
] as const)('an object in %s is found in the mode prompt, whole and as a stream', async ([, format], context) => {
  const client = holdingClient(context);
  const request = { schema: Weather, messages: citiesAs(format), temperature: 0, maxOutputTokens: 40 } as const;
  const { object, text } = await generateObject(client, request, { mode: 'prompt' });
  expect({ object, text }).toEqual({ object: { city: 'Paris' }, text: format('{"city":"Paris"}') });
  let last: unknown;
  for await (const partial of streamObject(client, request, { mode: 'prompt' }).partials()) last = partial;
  expect(last).toEqual(object);
});
