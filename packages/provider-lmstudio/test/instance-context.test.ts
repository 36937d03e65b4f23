import { countTokens } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './support/clients.js';

const MODEL = 'qwen/qwen3-4b';

async function setUp() {
  const emulator = await startEmulator({
    models: [
      { id: MODEL, contextLength: 8192 },
      { id: 'other', loaded: true },
    ],
  });
  onTestFinished(() => emulator.close());
  return { emulator, client: clientOf(emulator.url, { model: MODEL }).models };
}

describe('ensureLoaded with a context length', () => {
  test('warns if the running instance has another context length, or reloads it', async () => {
    const { client, emulator } = await setUp();
    await client.load({ contextLength: 1024 });
    expect(await client.ensureLoaded({ contextLength: 4096 })).toMatchObject({
      instanceId: MODEL,
      contextLength: 1024,
      warnings: [{ code: 'context_length_mismatch' }],
    });
    expect(await client.ensureLoaded({ contextLength: 4096 }, { onMismatch: 'reload' })).toMatchObject({
      instanceId: MODEL,
      contextLength: 4096,
      warnings: [],
    });
    expect(emulator.requests.map(({ path }) => path.replace('/api/v1/models', ''))).toEqual([
      '/load',
      '',
      '',
      '/unload',
      '/load',
    ]);
  });

  test('is skipped if one of several instances has the requested context length', async () => {
    const { client } = await setUp();
    await client.load({ contextLength: 1024 });
    await client.load({ contextLength: 4096 });
    for (const [contextLength, instanceId] of [
      [1024, MODEL],
      [4096, `${MODEL}:2`],
    ] as const) {
      expect(await client.ensureLoaded({ contextLength })).toMatchObject({ instanceId, contextLength, warnings: [] });
    }
  });
});

test('the context of a loaded model counts, not that of a chat, which does not apply to it', async () => {
  const emulator = await startEmulator({ models: [{ id: MODEL, loaded: true, contextLength: 8192 }] });
  onTestFinished(() => emulator.close());
  const client = clientOf(emulator.url, { model: MODEL });
  const request = { messages: [{ role: 'user', content: 'Hi' }], contextLength: 512 } as const;
  expect(await countTokens(client, request)).toMatchObject({ contextLength: 8192 });
  await client.models.unload(MODEL);
  expect(await countTokens(client, request)).toMatchObject({
    contextLength: 512,
  });
});
