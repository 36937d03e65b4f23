import { startEmulator, type EmulatorOptions } from '@lmux/emulator';
import { chatRequest, drain } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './support/clients.js';

const MODEL = 'qwen/qwen3-4b-2507';
const TOOL = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

async function setUp(options: EmulatorOptions = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, client: clientOf(emulator.url, { model: MODEL }) };
}

describe('the openai route', () => {
  test('returns tool calls with the finish reason tool-calls', async () => {
    const { client } = await setUp();
    const reply = await client.chat({ ...chatRequest('What is the weather in Paris?'), tools: [TOOL] });
    expect(reply).toMatchObject({ route: 'openai', finishReason: { unified: 'tool-calls' } });
    expect(reply.toolCalls).toEqual([expect.objectContaining({ name: 'get_weather' })]);
  });

  test('warns if another model responds', async () => {
    const { client } = await setUp({ models: [{ id: MODEL, loaded: true }] });
    const warning = expect.objectContaining({
      code: 'model_mismatch',
      message: expect.stringContaining('"nobody/knows"'),
    });
    const other = { ...chatRequest(), model: 'nobody/knows', seed: 1 };
    expect(await client.chat(other)).toMatchObject({ model: MODEL, warnings: [warning] });
    const { values } = await drain(client.chatStream(other));
    expect(values.slice(0, 2)).toEqual([
      { type: 'start', model: MODEL, route: 'openai' },
      { type: 'warning', warning },
    ]);
    expect(values.filter(({ type }) => type === 'warning')).toHaveLength(1);
    expect(values.at(-1)).toMatchObject({ type: 'finish', response: { warnings: [warning] } });
    expect((await client.complete({ prompt: 'One', model: 'nobody/knows' })).warnings).toEqual([warning]);
    const completed = await client.completeStream({ prompt: 'One', model: 'nobody/knows' }).response();
    expect(completed.warnings).toEqual([warning]);
    expect((await client.chat({ ...other, model: MODEL.toUpperCase() })).warnings).toEqual([]);
  });

  test('sends ttlSeconds as ttl', async () => {
    const { emulator, client } = await setUp();
    await client.chat({ ...chatRequest(), ttlSeconds: 60 });
    expect(emulator.requests[0]).toMatchObject({ path: '/v1/chat/completions', body: { ttl: 60 } });
  });

  test.each([
    ['on', 'medium'],
    ['off', 'none'],
    ['high', 'high'],
    [undefined, undefined],
  ])('sends reasoning: %j as reasoning_effort: %j', async (reasoning, effort) => {
    const { emulator, client } = await setUp({ models: [{ id: MODEL, loaded: true, reasoning: true }] });
    await client.chat({ ...chatRequest(), reasoning }, { route: 'openai' });
    await client.chatStream({ ...chatRequest(), reasoning }, { route: 'openai' }).response();
    const chats = emulator.requests.filter(({ path }) => path === '/v1/chat/completions');
    const efforts = chats.map(({ body }) => (body as { reasoning_effort?: string }).reasoning_effort);
    expect(efforts).toEqual([effort, effort]);
  });
});
