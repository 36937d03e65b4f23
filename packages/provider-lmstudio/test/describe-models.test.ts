import { startEmulator } from '@lmux/emulator';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './support/clients.js';

const MODEL = 'qwen/qwen3-4b';

async function setUp() {
  const emulator = await startEmulator({
    models: [
      { id: MODEL, reasoning: true, contextLength: 8192 },
      { id: 'other', loaded: true },
      { id: 'embedder', type: 'embedding' },
    ],
  });
  onTestFinished(() => emulator.close());
  return { emulator, client: clientOf(emulator.url, { model: MODEL }).models };
}

describe('describing a model', () => {
  test('takes one request, does not load it, and accepts the id of an instance', async () => {
    const { client, emulator } = await setUp();
    expect(await client.describe()).toMatchObject({ id: MODEL, maxContextLength: 8192 });
    expect(emulator.loadedInstances).toEqual(['other']);
    await client.load({ contextLength: 4096 });
    const { instanceId } = await client.load({ contextLength: 2048 });
    const before = emulator.requests.length;
    expect(await client.describe(MODEL, { refresh: true })).toMatchObject({ id: MODEL, contextLength: 4096 });
    expect(await client.describe(instanceId)).toMatchObject({ id: MODEL, contextLength: 2048 });
    expect(emulator.requests.slice(before).map(({ path }) => path)).toEqual(['/api/v1/models', '/api/v1/models']);
  });

  test('rejects for a model that the server does not have', async () => {
    const { client } = await setUp();
    expect(await rejectionOf(client.describe('nope'))).toMatchObject({ code: 'model_not_found', provider: 'lmstudio' });
  });
});

test('an embedding that must not be truncated is rejected before anything is sent', async () => {
  const { emulator } = await setUp();
  const client = clientOf(emulator.url, { model: MODEL });
  const request = { model: 'embedder', input: 'x' } as const;
  const error = await rejectionOf(client.embed({ ...request, contextOverflow: 'error' }));
  expect(error).toMatchObject({ code: 'capability_unsupported', message: expect.stringContaining('truncates') });
  expect(emulator.requests).toEqual([]);
  expect((await client.embed({ ...request, contextOverflow: 'server' })).embeddings).toHaveLength(1);
});

test('a setting for reasoning that one route refuses is still sent on the other', async () => {
  const { emulator } = await setUp();
  const client = clientOf(emulator.url, { model: 'other' });
  const request = { messages: [{ role: 'user', content: 'Hi' }], reasoning: 'high' } as const;
  await rejectionOf(client.chat(request, { route: 'native' }));
  const native = client.explain(request, { route: 'native' });
  expect(native.route).toBeUndefined();
  expect(native.facts.at(-1)).toMatchObject({ feature: 'reasoning', source: 'learned', routes: ['native'] });
  expect(await client.chat(request)).toMatchObject({ route: 'openai', warnings: [] });
});
