import { describe, expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import { FakeClock } from './fake-clock.js';
import { ABLE_ROUTE } from './fake-matrix.js';
import { fakeProvider } from './fake-provider.js';
import type { StreamEvent } from '../contract/stream-event.js';

const config = { provider: 'fake', model: 'fake-model' } as const;
const hello = { messages: [{ role: 'user', content: 'Hello  there\n' }] } as const;

test('a chat returns the last user message', async () => {
  const client = createClient({ plugins: [fakeProvider()], config });
  const response = await client.chat({
    messages: [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'first' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look: ' },
          { type: 'image', image: 'data:,' },
        ],
      },
    ],
  });
  expect(response).toEqual({
    model: 'fake-model',
    route: 'fake',
    text: 'look: [image]',
    message: { role: 'assistant', content: 'look: [image]' },
    toolCalls: [],
    toolResults: [],
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 },
    warnings: [],
    raw: { echo: 'look: [image]' },
  });
});

test('a stream emits the same response word by word', async () => {
  const client = createClient({ plugins: [fakeProvider()], config });
  const events: StreamEvent[] = [];
  const stream = client.chatStream(hello);
  for await (const event of stream) events.push(event);
  expect(events).toEqual([
    { type: 'start', model: 'fake-model', route: 'fake' },
    { type: 'text-start' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: '  there' },
    { type: 'text-delta', text: '\n' },
    { type: 'text-end' },
    { type: 'finish', response: await client.chat(hello) },
  ]);
  expect(await stream.response()).toEqual(await client.chat(hello));
});

test('a completion returns the prompt, streamed or not', async () => {
  const client = createClient({ plugins: [fakeProvider()], config });
  const whole = await client.complete({ prompt: 'one two' });
  expect(whole).toMatchObject({ text: 'one two', usage: { inputTokens: 2, outputTokens: 2 } });
  expect(await client.completeStream({ prompt: 'one two' }).response()).toEqual(whole);
});

test('breaking out of a stream ends it, and so does an abort inside it', async () => {
  const client = createClient({ plugins: [fakeProvider()], config });
  for await (const event of client.chatStream(hello)) if (event.type === 'text-delta') break;
  const controller = new AbortController();
  const heard: string[] = [];
  const ended = new Promise((resolve) => {
    client.chatStream(hello, { signal: controller.signal }).subscribe({
      next: (event) => {
        heard.push(event.type);
        if (event.type === 'text-delta') controller.abort();
      },
      error: resolve,
      complete: () => resolve('complete'),
    });
  });
  expect(await ended).toMatchObject({ code: 'aborted' });
  expect(heard).toEqual(['start', 'text-start', 'text-delta']);
});

test('embeddings depend only on the text and have length 1', async () => {
  const client = createClient({ plugins: [fakeProvider()], config });
  const { embeddings, usage } = await client.embed({ input: ['a b', 'c', 'a b'] });
  expect(embeddings.map((vector) => vector.length)).toEqual([8, 8, 8]);
  expect(embeddings[0]).toEqual(embeddings[2]);
  expect(embeddings[0]).not.toEqual(embeddings[1]);
  for (const vector of embeddings) expect(Math.hypot(...vector)).toBeCloseTo(1);
  expect(usage).toEqual({ inputTokens: 5, totalTokens: 5 });
  const short = await client.embed({ input: 'a b', dimensions: 3 });
  expect(short.embeddings.map((vector) => vector.length)).toEqual([3]);
});

describe('models', () => {
  test('are reported as running by any of their names', async () => {
    const models = [
      { id: 'warm:latest', aliases: ['warm'], loaded: true },
      { id: 'cold:latest', aliases: ['cold'] },
    ];
    const client = createClient({ plugins: [fakeProvider({ models })], config });
    const names = ['warm', 'warm:latest', 'cold', 'cold:latest'];
    expect(await Promise.all(names.map((name) => client.models.isRunning(name)))).toEqual([true, true, false, false]);
  });

  test('are loaded and unloaded as in LM Studio: a second load creates a second instance', async () => {
    const client = createClient({ plugins: [fakeProvider()], config });
    expect(await client.models.isRunning('fake-model')).toBe(false);
    const ids = [await client.models.load({}), await client.models.load({ contextLength: 5 })];
    expect(ids).toMatchObject([
      { instanceId: 'fake-model', type: 'llm', loadSeconds: 1 },
      { instanceId: 'fake-model:2', config: { contextLength: 5 } },
    ]);
    expect(await client.models.isRunning('fake-model:2')).toBe(true);
    expect(await client.models.list()).toMatchObject([
      { id: 'fake-model', loaded: true, instances: [{ id: 'fake-model' }, { id: 'fake-model:2' }] },
      { id: 'fake-embedding', type: 'embedding', loaded: false, instances: [] },
    ]);
    expect(await client.models.unload('fake-model')).toEqual({ instanceId: 'fake-model' });
    expect(await client.models.load({})).toMatchObject({ instanceId: 'fake-model' });
    await expect(client.models.unload('nothing')).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(client.models.load({ model: 'nothing' })).rejects.toMatchObject({ code: 'model_not_found' });
  });

  test('are downloaded in two steps', async () => {
    const clock = new FakeClock();
    const client = createClient({ plugins: [fakeProvider()], config, clock });
    const job = await client.models.download({ model: 'new' });
    expect(job).toMatchObject({ jobId: 'job-1', status: 'downloading', fraction: 0 });
    const fractions: unknown[] = [];
    for await (const { fraction } of client.models.watchDownload(job, { intervalMs: 0 })) {
      fractions.push(fraction);
      void clock.waitForTimer(0).then(() => clock.advance(0));
    }
    expect(fractions).toEqual([0, 0.5, 1]);
    expect(await client.models.download({ model: 'new' })).toMatchObject({ status: 'already_downloaded' });
    await expect(client.models.downloadStatus('job-9')).rejects.toMatchObject({ code: 'job_not_found' });
  });

  test('can be passed as an option', async () => {
    const plugin = fakeProvider({ models: [{ id: 'mine', loaded: true }] });
    const client = createClient({ plugins: [plugin], config });
    expect(await client.models.list()).toMatchObject([{ id: 'mine', type: 'llm', loaded: true }]);
  });
});

test('records its calls, its contexts and how often it was closed', async () => {
  const plugin = fakeProvider();
  const client = createClient({ plugins: [plugin], config });
  await client.chat(hello, { headers: { a: 'b' } });
  await client.models.list();
  await client.models.isRunning('x');
  expect(plugin.calls).toEqual([
    {
      method: 'chat',
      request: { ...hello, model: 'fake-model' },
      call: { route: 'fake', warnings: [], options: { headers: { a: 'b' } }, resume: false },
    },
    { method: 'listModels', request: undefined, call: { route: 'fake', warnings: [], options: {}, resume: false } },
    { method: 'isModelRunning', request: 'x', call: { route: 'fake', warnings: [], options: {}, resume: false } },
  ]);
  expect(plugin.contexts).toMatchObject([{ config }]);
  expect(plugin.closed).toBe(0);
  await client.close();
  expect(plugin.closed).toBe(1);
});

test('accepts an id, routes and methods, and omits the methods that the routes deny', async () => {
  const plugin = fakeProvider({
    id: 'other',
    routes: { only: { ...ABLE_ROUTE, embedding: 'no' } },
    methods: { isModelRunning: async () => true },
    optionKeys: ['color'],
  });
  const client = createClient({ plugins: [plugin], config: { provider: 'other', options: { color: 'red' } } });
  expect(client.capabilities).toBe(plugin.capabilities);
  expect(await client.models.isRunning('anything')).toBe(true);
  // @ts-expect-error -- the matrix denies it
  await expect(client.embed({ model: 'm', input: 'x' })).rejects.toMatchObject({ code: 'capability_unsupported' });
});
