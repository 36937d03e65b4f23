import { isApiError } from '@lmux/core';
import { expect, test } from 'vitest';
import { liveClient, liveLoader, variable } from './support.js';

const LOADS = { timeout: 600_000 };
const QUESTION = [{ role: 'user', content: 'What is the weather in Paris?' }] as const;
const TOOLS = [
  {
    name: 'get_weather',
    description: 'Weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const IMAGE = [{ role: 'user', content: [{ type: 'image', image: PIXEL }] }] as const;

test.for(['LM_MODEL', 'LM_TOOL_MODEL', 'LM_EMBED_MODEL'])(
  'the description of %s agrees with what the server does',
  LOADS,
  async (name, context) => {
    const model = variable(name, context);
    const client = liveClient(context, { modelCapabilities: 'off' });
    await liveLoader(context).models.load({ model });
    const { features, contextLength, maxContextLength } = await client.models.describe(model);
    expect([contextLength, maxContextLength]).toEqual([expect.any(Number), expect.any(Number)]);

    const settings = { model, temperature: 0, maxOutputTokens: 60 };
    const plain = await client.chat({ ...settings, maxOutputTokens: 1, messages: QUESTION });
    const withTools = await client.chat({ ...settings, messages: QUESTION, tools: TOOLS, toolChoice: 'required' });
    // A server that drops the tools sends the model the same prompt.
    const isDropped = withTools.usage?.inputTokens === plain.usage?.inputTokens;
    expect(features.tools?.value).toBe(!isDropped);
    expect(withTools.toolCalls).toHaveLength(isDropped ? 0 : 1);

    expect(features.imageInput?.value).toBe(false);
    await expect(client.chat({ ...settings, messages: IMAGE })).rejects.toMatchObject({ status: 500 });

    const embedded = await client.embed({ model, input: 'Hello' }).then(
      () => true,
      (error: unknown) => (isApiError(error) ? error.status : error),
    );
    expect(embedded).toBe(features.embedding?.value ?? 501);
  },
);

test('a request that the model cannot serve is refused before it is sent', async (context) => {
  const client = liveClient(context);
  await expect(client.chat({ messages: IMAGE })).rejects.toMatchObject({
    code: 'capability_unsupported',
    missing: [{ feature: 'imageInput' }],
  });
  await expect(client.chat({ messages: QUESTION, tools: TOOLS })).rejects.toMatchObject({
    code: 'capability_unsupported',
    missing: [{ feature: 'tools' }],
  });
});

test('describing a model that is not loaded leaves its status unchanged', LOADS, async (context) => {
  const client = liveClient(context);
  const { models } = liveLoader(context);
  const model = variable('LM_EMBED_MODEL', context);
  await models.unloadAll(model);
  const isLoaded = async () => (await models.list()).find(({ id }) => id === model)?.loaded;
  const { features, contextLength } = await client.models.describe(model);
  // Its command line tells that it is for embeddings. Its properties are unknown.
  expect([Object.keys(features), contextLength]).toEqual([['embedding'], undefined]);
  expect(await isLoaded()).toBe(false);
  await models.load({ model });
  expect(await isLoaded()).toBe(true);
});

test('lists what the properties of the loaded models tell', LOADS, async (context) => {
  const client = liveClient(context);
  const names = ['LM_MODEL', 'LM_TOOL_MODEL', 'LM_EMBED_MODEL'].map((name) => variable(name, context));
  for (const model of names) await liveLoader(context).models.load({ model });
  const models = await client.models.list();
  expect(names.map((name) => models.find(({ id }) => id === name))).toMatchObject([
    { type: 'llm', capabilities: { vision: false, toolUse: false } },
    { type: 'llm', capabilities: { vision: false, toolUse: true } },
    { type: 'embedding', capabilities: { vision: false, toolUse: false } },
  ]);
});
