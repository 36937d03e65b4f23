import { rejectionOf, thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { messages, objectClient, Place } from '../../test/support/object-client.js';
import { explainObject, generateObject, streamObject, type ObjectRequest } from './index.js';

const validate = (value: unknown) => ({ value });
const fail = (): never => {
  throw new TypeError('mine');
};
const thrower = { '~standard': { version: 1, vendor: 'mine', validate, jsonSchema: { input: fail } } };

/** Requests and options that are invalid, with a part of the message. */
const INVALID: readonly (readonly [name: string, request: unknown, options: unknown, message: string])[] = [
  ['no request', undefined, undefined, 'The request must be an object; received undefined.'],
  ['a string', 'Hi', undefined, 'The request must be an object; received a string.'],
  ['no target', {}, undefined, 'exactly one of "schema", "elements" and "choice"; received none.'],
  ['two targets', { schema: Place, elements: Place }, undefined, 'received schema and elements.'],
  ['three targets', { schema: Place, elements: Place, choice: [1] }, undefined, 'schema and elements and choice.'],
  ['a schema that is null', { schema: null }, undefined, '"schema" must be a schema; received null.'],
  ['a schema that is a string', { schema: 'x', validate }, undefined, '"schema" must be a schema; received a string.'],
  ['elements that are true', { elements: true, validate }, undefined, '"elements" must be a schema; received true.'],
  ['JSON Schema without a validator', { schema: { type: 'object' } }, undefined, '"validate" must be a function'],
  ['elements without a validator', { elements: { type: 'object' } }, undefined, '"validate" must be a function'],
  ['a validator that is none', { schema: { type: 'object' }, validate: 1 }, undefined, 'received a number.'],
  ['a schema that cannot be sent', { schema: z.date() }, undefined, 'could not be converted to JSON Schema'],
  ['a schema that fails to be sent', { schema: thrower }, undefined, 'could not be converted to JSON Schema'],
  ['an empty choice', { choice: [] }, undefined, '"choice" must be an array of at least one string'],
  ['a choice that is none', { choice: 'red' }, undefined, '"choice" must be an array of at least one string'],
  ['a choice that is null', { choice: null }, undefined, '"choice" must be an array of at least one string'],
  ['tools', { schema: Place, tools: [{ name: 'f' }] }, undefined, 'Unknown key "tools". The mode sets it.'],
  [
    'a choice of tools',
    { schema: Place, toolChoice: 'auto' },
    undefined,
    'Unknown key "toolChoice". The mode sets it.',
  ],
  [
    'several tool calls',
    { schema: Place, parallelToolCalls: true },
    undefined,
    'Unknown key "parallelToolCalls". An object is at most one tool call. Remove it.',
  ],
  [
    'a format',
    { schema: Place, responseFormat: { type: 'text' } },
    undefined,
    'Unknown key "responseFormat". The mode sets it.',
  ],
  ['a wrong name', { schema: Place, name: 1 }, { mode: 'prompt' }, '"name" must be a string; received a number.'],
  ['a wrong description', { schema: Place, description: {} }, { mode: 'prompt' }, '"description" must be a string'],
  ['maxElements without a list', { schema: Place, maxElements: 1 }, undefined, '"maxElements" is for a list.'],
  ['a wrong strict', { schema: Place, strict: 'x' }, { mode: 'prompt' }, '"strict" must be a boolean'],
  ['a wrong maximum', { elements: Place, maxElements: -1 }, undefined, '"maxElements" must be a non-negative integer'],
  ['a wrong field of the chat', { schema: Place, temperature: 'hot' }, undefined, '"temperature" must be'],
  ['a choice with an object', { choice: ['a', {}] }, undefined, 'boolean or null; received an object.'],
  ['a choice with no number', { choice: [Number.NaN] }, undefined, 'boolean or null; received'],
  ['a signal in the request', { schema: Place, signal: 1 }, undefined, 'in the argument after the request.'],
  ['a mode in the request', { schema: Place, mode: 'tool' }, undefined, 'in the argument after the request.'],
  ['a prompt', { schema: Place, prompt: 'Hi' }, undefined, 'Unknown key "prompt". Use "messages".'],
  ['a misspelled field', { elements: Place, maxElement: 2 }, undefined, 'Did you mean "maxElements"?'],
  ['a misspelled option', { schema: Place }, { modes: 'tool' }, 'Did you mean "mode"?'],
  [
    'strictSchema with another mode',
    { schema: Place },
    { strictSchema: true, mode: 'prompt' },
    '"strictSchema" requires the mode "jsonSchema"',
  ],
  ['an unknown field', { schema: Place, validator: validate }, undefined, 'Unknown key "validator"'],
  ['options that are null', { schema: Place }, null, '"options" must be an object; received null.'],
  [
    'a wrong mode',
    { schema: Place },
    { mode: 'json' },
    '"options.mode" must be one of "jsonSchema", "tool", "jsonObject"',
  ],
  ['wrong repairs', { schema: Place }, { maxRepairs: 1.5 }, '"options.maxRepairs" must be a non-negative integer'],
  ['a wrong strictSchema', { schema: Place }, { strictSchema: 1 }, '"options.strictSchema" must be a boolean'],
  ['a wrong option of the call', { schema: Place }, { timeout: 'x' }, '"options.timeout" must be'],
  ['an unknown option', { schema: Place }, { repairs: 1 }, 'Unknown key "options.repairs"'],
];

describe.each(INVALID)('%s', (_name, given, options, message) => {
  const { client, plugin } = objectClient(() => ({ json: { city: 'Rome' } }));
  const request = (typeof given === 'object' ? { messages, ...given } : given) as ObjectRequest;
  const expected = { code: 'invalid_request', message: expect.stringContaining(message) as string };

  test('is an invalid request, before anything is sent', async () => {
    expect(await rejectionOf(generateObject(client, request, options as never))).toMatchObject(expected);
    expect(thrownBy(() => explainObject(client, request, options as never))).toMatchObject(expected);
    expect(plugin.calls).toEqual([]);
  });

  test('is reported where a stream is read', async () => {
    const open = () => streamObject(client, request, options as never);
    expect(await rejectionOf(open().partials().next())).toMatchObject(expected);
    expect(await rejectionOf(open().object())).toMatchObject(expected);
    expect(plugin.calls).toEqual([]);
  });
});

test.each([{}, { messages: [] }])('a request without messages is rejected as by chat(): %j', async (chat) => {
  const code = 'empty_prompt';
  const { client, plugin } = objectClient(() => 'x');
  const request = { schema: Place, ...chat } as ObjectRequest;
  expect(await rejectionOf(generateObject(client, request))).toMatchObject({ code, provider: 'fake' });
  expect(await rejectionOf(streamObject(client, request).response())).toMatchObject({ code, provider: 'fake' });
  expect(plugin.calls).toEqual([]);
});

test('a schema that contains itself is an invalid request', async () => {
  const { client, plugin } = objectClient(() => 'x');
  const schema: Record<string, unknown> = { type: 'object' };
  schema['additionalProperties'] = schema;
  const request = { schema, validate, messages };
  expect(thrownBy(() => explainObject(client, request))).toMatchObject({ code: 'invalid_request' });
  expect(await rejectionOf(generateObject(client, request))).toMatchObject({ code: 'invalid_request' });
  expect(plugin.calls).toEqual([]);
});

test('an aborted signal is reported as by chat()', async () => {
  const { client, plugin } = objectClient(() => 'x');
  const options = { signal: AbortSignal.abort() };
  const request = { schema: Place, messages };
  expect(await rejectionOf(generateObject(client, request, options))).toMatchObject({ code: 'aborted' });
  expect(await rejectionOf(streamObject(client, request, options).object())).toMatchObject({ code: 'aborted' });
  expect(plugin.calls).toEqual([]);
});

test('an error while the schema is read is an error of lmux', async () => {
  const { client } = objectClient(() => 'x');
  const schema = {
    get type(): never {
      return fail();
    },
  };
  const request = { schema, validate, messages };
  const expected = { name: 'LmError', cause: new TypeError('mine') };
  expect(await rejectionOf(generateObject(client, request))).toMatchObject(expected);
  expect(await rejectionOf(streamObject(client, request).object())).toMatchObject(expected);
  expect(await rejectionOf(streamObject(client, request).partials().next())).toMatchObject(expected);
});
