import { inspect } from 'node:util';
import { rejectionOf } from '@lmux/test-support';
import { type } from 'arktype';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { DENIED, messages, objectClient, Place } from '../../test/support/object-client.js';
import type { ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import { createClient } from '../client/create-client.js';
import { LmError } from '../errors/lm-error.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { FakeReply } from '../testing/fake-reply.js';
import { generateObject, type ObjectMode, type ObjectRequest, type ValidationResult } from './index.js';

/** Returns the object that a client makes of one reply. */
async function objectOf(reply: FakeReply, target: object, mode: ObjectMode = 'prompt'): Promise<unknown> {
  const { client } = objectClient([reply]);
  const request = { ...target, messages } as unknown as ObjectRequest;
  return (await generateObject(client, request, { mode, maxRepairs: 0 })).object;
}

/** Returns the call of the tool by which an object is asked for. */
const callOf = (args: object | string): FakeReply => ({ toolCalls: [{ name: 'response', arguments: args as never }] });

const tags = z.array(z.string());
const union = z.union([z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]);

describe('what a request asks for', () => {
  test.each<[name: string, target: object, key: string | undefined, value: unknown]>([
    ['an object', { schema: Place }, undefined, { city: 'Rome' }],
    ['an array', { schema: tags }, 'value', ['a', 'b']],
    ['a union', { schema: union }, 'value', { kind: 'b' }],
    ['a string', { schema: z.string() }, 'value', 'a "b" {c}'],
    ['a number', { schema: z.number() }, 'value', -0.5],
    ['null', { schema: z.null() }, 'value', null],
    ['anything', { schema: z.unknown() }, 'value', { value: 1 }],
    ['elements', { elements: Place }, 'elements', [{ city: 'Rome' }, { city: 'Oslo' }]],
    ['elements that are arrays', { elements: tags }, 'elements', [['a'], []]],
    ['no elements', { elements: Place }, 'elements', []],
    ['as many elements as allowed', { elements: z.string(), maxElements: 2 }, 'elements', ['a', 'b']],
    ['a choice', { choice: ['red', 1, true, null] }, 'choice', null],
    ['a schema of ArkType', { schema: type({ city: 'string' }) }, undefined, { city: 'Rome' }],
    ['JSON Schema', { schema: { type: 'object' }, validate: (value: object) => ({ value }) }, undefined, { a: 1 }],
  ])('%s, wrapped and not, as text and as the arguments of a tool', async (_name, target, key, value) => {
    const wrapped = key === undefined ? value : { [key]: value };
    const text = JSON.stringify(wrapped);
    expect(await objectOf({ json: wrapped }, target)).toEqual(value);
    expect(await objectOf({ json: wrapped }, target, 'jsonSchema')).toEqual(value);
    expect(await objectOf(`Here it is:\n\`\`\`json\n${text}\n\`\`\`\nDone.`, target)).toEqual(value);
    expect(await objectOf(callOf(text), target, 'tool')).toEqual(value);
    expect(await objectOf({ json: wrapped }, target, 'tool')).toEqual(value);
  });

  test.each<[name: string, target: object, value: unknown]>([
    ['an array', { schema: tags }, ['a', 'b']],
    ['a union', { schema: union }, { kind: 'b' }],
    ['a string', { schema: z.string() }, 'a'],
    ['elements', { elements: Place }, [{ city: 'Rome' }]],
    ['a choice', { choice: ['red', 1] }, 'red'],
  ])('%s, although the model leaves out the object around it', async (_name, target, value) => {
    expect(await objectOf({ json: value }, target)).toEqual(value);
  });

  test.each<[name: string, target: object, value: unknown]>([
    ['a wrong value', { schema: Place }, { city: 1 }],
    ['a wrong element', { elements: Place }, { elements: [{ city: 'Rome' }, {}] }],
    ['a list that is none', { elements: Place }, { elements: { city: 'Rome' } }],
    ['too many elements', { elements: z.string(), maxElements: 1 }, { elements: ['a', 'b'] }],
    ['a value that cannot be chosen', { choice: ['red'] }, { choice: 'blue' }],
    ['a value that only looks the same', { choice: [1] }, { choice: '1' }],
  ])('never %s', async (_name, target, value) => {
    await expect(objectOf({ json: value }, target)).rejects.toMatchObject({ code: 'object_invalid', attempts: 1 });
  });

  test('the maximum number of elements is sent', async () => {
    const { client, plugin } = objectClient([{ json: { elements: [] } }]);
    await generateObject(client, { elements: Place, maxElements: 5, messages });
    const format = { schema: { properties: { elements: { type: 'array', maxItems: 5 } } } };
    expect(plugin.recordedRequests).toMatchObject([{ responseFormat: format }]);
  });

  test('the last valid object of several', async () => {
    const text = 'A draft: {"city":"Rome"}. Better {"city":"Oslo"}, as in [1] and {"town":"Bern"}.';
    expect(await objectOf(text, { schema: Place })).toEqual({ city: 'Oslo' });
  });
});

describe('the validation', () => {
  test('may transform the object, asynchronously too', async () => {
    const schema = Place.transform(async ({ city }) => new Map([[city, await Promise.resolve(1)]]));
    expect(await objectOf({ json: { city: 'Rome' } }, { schema })).toEqual(new Map([['Rome', 1]]));
    expect(await objectOf({ json: { elements: [{ city: 'Rome' }] } }, { elements: schema })).toEqual([
      new Map([['Rome', 1]]),
    ]);
  });

  test('sends the schema of the value before it is transformed', async () => {
    const { client, plugin } = objectClient([{ json: { size: '12' } }]);
    const schema = z.object({ size: z.string().transform(Number) });
    expect((await generateObject(client, { schema, messages })).object).toEqual({ size: 12 });
    expect(plugin.recordedRequests).toMatchObject([
      { responseFormat: { schema: { properties: { size: { type: 'string' } } } } },
    ]);
  });

  test('has issues with paths of keys and indexes', async () => {
    const issues = [
      { message: 'one', path: [{ key: 'a' }, 0, Symbol('s')] },
      { message: 'two' },
      { message: 'three', path: undefined },
    ];
    const validate = vi.fn<(value: unknown) => Promise<ValidationResult<never>>>(async () => ({ issues }));
    const target = { schema: { type: 'object' }, validate };
    expect(await rejectionOf(objectOf({ json: { a: 1 } }, target))).toMatchObject({
      issues: [
        { message: 'one', path: ['a', 0, 'Symbol(s)'] },
        { message: 'two', path: [] },
        { message: 'three', path: [] },
      ],
    });
    expect(validate.mock.calls).toEqual([[{ a: 1 }]]);
    const { elements } = { elements: { elements: { type: 'object' }, validate } };
    expect(await rejectionOf(objectOf({ json: [{}, {}] }, elements))).toMatchObject({
      issues: [
        { path: [0, 'a', 0, 'Symbol(s)'] },
        { path: [0] },
        { path: [0] },
        { path: [1, 'a', 0, 'Symbol(s)'] },
        {},
        {},
      ],
    });
  });

  test.each<[name: string, validate: () => unknown]>([
    [
      'throws',
      () => {
        throw new TypeError('mine');
      },
    ],
    ['rejects', () => Promise.reject(new TypeError('mine'))],
  ])('fails with the cause if the validator %s', async (_name, validate) => {
    const { client, plugin } = objectClient(() => ({ json: {} }));
    const request = { schema: { type: 'object' }, validate, messages } as unknown as ObjectRequest;
    const error = await rejectionOf(generateObject(client, request));
    expect(error).toMatchObject({ name: 'LmError', code: 'invalid_request', provider: 'fake' });
    expect(error.cause).toEqual(new TypeError('mine'));
    expect(plugin.calls).toHaveLength(1);
  });

  test('fails with the error of lmux that a validator throws', async () => {
    const mine = new LmError('closed', 'mine');
    const validate = () => Promise.reject(mine);
    await expect(objectOf({ json: {} }, { schema: { type: 'object' }, validate })).rejects.toBe(mine);
  });

  test.each([undefined, null, true, {}, { success: false }, { issues: 'bad' }])(
    'fails if the validator returns %j',
    async (result) => {
      const failure = objectOf({ json: {} }, { schema: { type: 'object' }, validate: () => result });
      const message = expect.stringContaining('must return { value }, or { issues }') as string;
      await expect(failure).rejects.toMatchObject({ name: 'LmError', code: 'invalid_request', message });
    },
  );
});

describe('an object with the key around a value', () => {
  const Boxed = z.union([z.object({ value: z.int() }), z.null()]);

  test.each([
    ['is the value', '{"value":1}', { value: 1 }],
    ['has the value', '{"value":{"value":1}}', { value: 1 }],
    ['has another value', '{"value":null}', null],
  ])('%s', async (_name, text, object) => {
    expect(await objectOf(text, { schema: Boxed })).toEqual(object);
  });
});

test('the arguments of the tool with the name are the object', async () => {
  const call = (name: string, city: string) => ({ id: city, name, arguments: JSON.stringify({ city }) });
  const { client } = objectClient([{ toolCalls: [call('other', 'Oslo'), call('response', 'Rome')] }]);
  const { object } = await generateObject(client, { schema: Place, messages }, { mode: 'tool' });
  expect(object).toEqual({ city: 'Rome' });
});

describe('the response', () => {
  test('is that of the chat, with the object', async () => {
    const reply = { json: { city: 'Rome' }, reasoning: 'Hm.', raw: { a: 1 }, responseId: 'r' };
    const { client } = objectClient(() => reply);
    const { object, ...response } = await generateObject(client, { schema: Place, messages, maxOutputTokens: 9 });
    expect(object).toEqual({ city: 'Rome' });
    const { warnings } = response;
    expect({ ...response, warnings: [] }).toEqual(await client.chat({ messages }));
    expect(warnings.map(({ code }) => code)).toEqual([]);
  });

  test('has the HTTP response, which is not enumerable', async () => {
    const http = { status: 200, headers: { 'x-a': 'b' } } as never;
    const { client } = objectClient([{ json: { city: 'Rome' }, http }]);
    const response = await generateObject(client, { schema: Place, messages });
    expect(response.http).toBe(http);
    expect([JSON.stringify(response), inspect(response)].join('')).not.toContain('x-a');
  });

  test.each([true, false])('is a copy of that of the provider, frozen: %s', async (isFrozen) => {
    const warnings: ChatResponse['warnings'] = [];
    const shared: ChatResponse = {
      model: 'm',
      route: 'fake',
      text: '{"city":"Rome"}',
      message: { role: 'assistant', content: '{"city":"Rome"}' },
      toolCalls: [],
      toolResults: [],
      finishReason: { unified: 'stop', raw: 'stop' },
      warnings: isFrozen ? Object.freeze(warnings) : warnings,
      raw: undefined,
    };
    const given = isFrozen ? Object.freeze(shared) : shared;
    const plugin = fakeProvider({ methods: { chat: async () => given } });
    const client: LmClient = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
    const expected = { ...shared, warnings: [], object: { city: 'Rome' } };
    expect(await generateObject(client, { schema: Place, messages })).toMatchObject(expected);
    expect(await generateObject(client, { schema: Place, messages })).toMatchObject(expected);
    expect(shared).not.toHaveProperty('object');
    expect(shared.warnings).toEqual([]);
  });

  test.each(Object.entries(DENIED))(
    'warns of strings without a maximum length in the mode %s',
    async (mode, denied) => {
      const replies = () => (mode === 'tool' ? callOf({ a: 'b' }) : { json: { a: 'b' } }) as never;
      const { client } = objectClient(replies, denied);
      const request = { schema: z.object({ a: z.string() }), messages };
      const codes = async (changes: object): Promise<string[]> =>
        (await generateObject(client, { ...request, ...changes })).warnings.map(({ code }) => code);
      expect(await codes({})).toEqual(['schema_unbounded']);
      expect(await codes({ maxOutputTokens: 100 })).toEqual([]);
    },
  );
});
