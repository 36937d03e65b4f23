import { describe, expect, test } from 'vitest';
import type { FakeReplyFunction } from '../testing/fake-reply.js';
import { DENIED, messages, objectClient, Place, PLACE } from '../../test/support/object-client.js';
import type { RouteCapabilities } from '../contract/capability.js';
import { LmError } from '../errors/lm-error.js';
import { explainObject, generateObject, type ObjectMode } from './index.js';

const ROME = { city: 'Rome' };
const about = { name: 'place', description: 'A place.', strict: false } as const;
const INSTRUCTION = `Respond only with JSON that matches this JSON Schema: ${JSON.stringify(PLACE)}`;

const MODES = Object.keys(DENIED) as ObjectMode[];

/** Returns the messages of a chat with these instructions. */
const chatOf = (system: string): object => ({ messages: [{ role: 'system', content: system }, ...messages] });

/** What each mode sends. */
const SENT: Readonly<Record<ObjectMode, object>> = {
  jsonSchema: { ...chatOf('Be brief.'), responseFormat: { type: 'json_schema', schema: PLACE, ...about } },
  tool: { ...chatOf('Be brief.'), tools: [{ parameters: PLACE, ...about }], toolChoice: { name: 'place' } },
  jsonObject: {
    ...chatOf(`Be brief.\n\nA place.\n\n${INSTRUCTION}`),
    responseFormat: { type: 'json_object' },
  },
  prompt: chatOf(`Be brief.\n\nA place.\n\n${INSTRUCTION}`),
};

/** Replies with the place as the request asks for it. */
const reply: FakeReplyFunction = ({ tools = [] }) =>
  tools.length > 0 ? { toolCalls: tools.map(({ name }) => ({ name, arguments: ROME })) } : { json: ROME };

const modeOf = ({ tools, responseFormat }: Parameters<FakeReplyFunction>[0]): ObjectMode => {
  if (tools !== undefined) return 'tool';
  if (responseFormat?.type === 'json_schema') return 'jsonSchema';
  return responseFormat?.type === 'json_object' ? 'jsonObject' : 'prompt';
};

describe.each(MODES)('the mode %s', (mode) => {
  const request = { schema: Place, messages, system: 'Be brief.', seed: 1, ...about };

  test('is chosen by the matrix', async () => {
    const { client, plugin } = objectClient(reply, DENIED[mode]);
    expect(await generateObject(client, request)).toMatchObject({ object: ROME, route: 'fake' });
    expect(plugin.recordedRequests).toEqual([{ model: 'm', seed: 1, ...SENT[mode] }]);
  });

  test('is used if the options say so', async () => {
    const { client, plugin } = objectClient(reply);
    expect(await generateObject(client, request, { mode })).toMatchObject({ object: ROME });
    expect(plugin.recordedRequests).toEqual([{ model: 'm', seed: 1, ...SENT[mode] }]);
  });

  test('is what explainObject returns, without sending anything', () => {
    const { client, plugin } = objectClient(reply, DENIED[mode]);
    expect(explainObject(client, request)).toMatchObject({ mode, schema: PLACE, plan: { route: 'fake' } });
    expect(explainObject(client, request, { mode: 'prompt' })).toMatchObject({ mode: 'prompt', unsupported: [] });
    expect(plugin.calls).toEqual([]);
  });

  test('follows those that the server refuses', async () => {
    const before = MODES.slice(0, MODES.indexOf(mode));
    const { client, plugin } = objectClient((chat) =>
      before.includes(modeOf(chat)) ? new LmError('capability_unsupported', 'No.') : reply(chat),
    );
    expect(await generateObject(client, request)).toMatchObject({ object: ROME });
    expect(plugin.recordedRequests.map(modeOf)).toEqual([...before, mode]);
  });
});

test('a request without a system message and a name has neither a blank line nor an empty name', async () => {
  const { client, plugin } = objectClient(reply);
  await generateObject(client, { schema: Place, messages, system: '' }, { mode: 'prompt' });
  await generateObject(client, { schema: Place, messages }, { mode: 'tool' });
  expect(plugin.recordedRequests).toMatchObject([chatOf(INSTRUCTION), { messages, toolChoice: { name: 'response' } }]);
});

describe('no mode is left', () => {
  test('if the options name one that the matrix denies', async () => {
    const { client, plugin } = objectClient(reply, { jsonSchema: 'no' });
    await expect(generateObject(client, { schema: Place, messages }, { mode: 'jsonSchema' })).rejects.toMatchObject({
      code: 'capability_unsupported',
      missing: [{ feature: 'jsonSchema', routes: ['fake'] }],
    });
    expect(plugin.calls).toEqual([]);
  });

  test('if the options name one that the server refuses', async () => {
    const { client, plugin } = objectClient(() => new LmError('capability_unsupported', 'No.'));
    const failure = generateObject(client, { schema: Place, messages }, { mode: 'tool' });
    await expect(failure).rejects.toMatchObject({ code: 'capability_unsupported', message: 'No.' });
    expect(plugin.calls).toHaveLength(1);
  });

  test('if the server refuses all', async () => {
    const { client, plugin } = objectClient(() => new LmError('capability_unsupported', 'No.'));
    await expect(generateObject(client, { schema: Place, messages })).rejects.toMatchObject({ message: 'No.' });
    expect(plugin.recordedRequests.map(modeOf)).toEqual(MODES);
  });

  test('if something else in the request is not supported', async () => {
    const { client, plugin } = objectClient(reply, { seed: 'no' });
    await expect(generateObject(client, { schema: Place, messages, seed: 1 })).rejects.toMatchObject({
      missing: [{ feature: 'seed', routes: ['fake'] }],
    });
    expect(plugin.calls).toEqual([]);
  });
});

describe('a model that takes no system message', () => {
  const noSystem: Partial<RouteCapabilities> = { systemMessage: 'no' };

  test.each<ObjectMode>(['jsonObject', 'prompt'])(
    'gets the schema in the last message of the user: %s',
    async (mode) => {
      const { client, plugin } = objectClient(reply, { ...DENIED[mode], ...noSystem });
      expect(await generateObject(client, { schema: Place, messages })).toMatchObject({ object: ROME });
      const content = `${messages[0].content}\n\n${INSTRUCTION}`;
      expect(plugin.recordedRequests).toMatchObject([{ messages: [{ role: 'user', content }] }]);
      expect(plugin.recordedRequests.map(modeOf)).toEqual([mode]);
    },
  );

  test('gets it after the messages if the last one is not of the user', async () => {
    const { client, plugin } = objectClient(reply, { ...DENIED.prompt, ...noSystem });
    const chat = [...messages, { role: 'assistant', content: 'There.' }] as const;
    await generateObject(client, { schema: Place, messages: chat });
    expect(plugin.recordedRequests).toMatchObject([{ messages: [...chat, { role: 'user', content: INSTRUCTION }] }]);
  });

  test('cannot get a system message of the request', async () => {
    const { client, plugin } = objectClient(reply, { ...DENIED.prompt, ...noSystem });
    const failure = generateObject(client, { schema: Place, messages, system: 'Be brief.' });
    await expect(failure).rejects.toMatchObject({ missing: [{ feature: 'systemMessage' }] });
    expect(plugin.calls).toEqual([]);
  });
});

test('another error does not change the mode', async () => {
  const { client, plugin } = objectClient([new LmError('overloaded', 'Busy.')]);
  await expect(generateObject(client, { schema: Place, messages })).rejects.toMatchObject({ code: 'overloaded' });
  expect(plugin.calls).toHaveLength(1);
});

test('a setting that is dropped is a warning of the response', async () => {
  const { client } = objectClient(reply, { seed: 'no' });
  const response = await generateObject(client, { schema: Place, messages, seed: 1 }, { onUnsupported: 'warn' });
  expect(response.object).toEqual(ROME);
  expect(response.warnings[0]).toMatchObject({ code: 'feature_dropped', feature: 'seed' });
});

describe('strictSchema', () => {
  const keywords = { object: ['properties', 'required'], string: [] };
  const held = { limits: { schemaKeywords: { ...keywords, string: ['maxLength'], integer: ['minimum', 'maximum'] } } };

  test('uses only the mode jsonSchema', async () => {
    const { client, plugin } = objectClient(reply, { ...held, jsonSchema: 'no' });
    await expect(generateObject(client, { schema: Place, messages }, { strictSchema: true })).rejects.toMatchObject({
      missing: [{ feature: 'jsonSchema' }],
    });
    expect(plugin.calls).toEqual([]);
  });

  test('rejects a schema that the server does not hold, before it is sent', async () => {
    const { client, plugin } = objectClient(reply, { limits: { schemaKeywords: keywords } });
    const failure = generateObject(client, { schema: Place, messages }, { strictSchema: true });
    await expect(failure).rejects.toMatchObject({
      code: 'invalid_request',
      provider: 'fake',
      message: expect.stringContaining('"/properties/city/maxLength"'),
    });
    expect(plugin.calls).toEqual([]);
  });

  test.each<ObjectMode>(['tool', 'jsonObject', 'prompt'])('rejects the mode %s, which holds nothing', async (mode) => {
    const { client, plugin } = objectClient(reply, held);
    const failure = generateObject(client, { schema: Place, messages }, { strictSchema: true, mode });
    await expect(failure).rejects.toMatchObject({ code: 'invalid_request' });
    expect(plugin.calls).toEqual([]);
  });

  test('accepts a schema that the server holds', async () => {
    const { client } = objectClient(reply, held);
    const response = await generateObject(client, { schema: Place, messages }, { strictSchema: true });
    expect(response).toMatchObject({ object: ROME, warnings: [] });
  });

  test('is not needed to send what the server holds, and to name the rest', async () => {
    const { client, plugin } = objectClient(reply, { limits: { schemaKeywords: keywords } });
    const response = await generateObject(client, { schema: Place, messages });
    expect(response.warnings).toMatchObject([{ code: 'schema_adapted' }, { code: 'schema_unbounded' }]);
    expect(response.warnings[0]?.message).toContain('"/properties/city/maxLength"');
    expect(plugin.recordedRequests).toMatchObject([
      { responseFormat: { schema: { properties: { city: { type: 'string' } } } } },
    ]);
    expect(explainObject(client, { schema: Place, messages })).toMatchObject({
      unsupported: expect.arrayContaining(['/properties/city/maxLength']),
      unbounded: ['/properties/city'],
    });
  });
});
