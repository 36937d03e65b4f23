import { createClient } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { ollama, OllamaApi } from '@lmux/provider-ollama';
import { closeAfterTest } from '@lmux/test-support';
import { expect, onTestFinished, test } from 'vitest';

test('a server that reloads models for another context length does not reload them', async () => {
  const models = [{ id: 'm:latest', contextLength: 8192 }];
  const emulator = await startEmulator({ as: 'ollama', models });
  onTestFinished(() => emulator.close());
  const client = closeAfterTest(
    createClient({ plugins: [ollama], config: { provider: 'ollama', model: 'm', baseUrl: emulator.url } }),
  );
  const api = closeAfterTest(new OllamaApi({ baseUrl: emulator.url }));
  const running = async () => (await api.ps()).models.map(({ context_length: length }) => length);
  // The emulator has loaded the model with its maximum.
  expect(await client.models.ensureLoaded({ contextLength: 1024 })).toMatchObject({
    contextLength: 8192,
    warnings: [{ code: 'context_length_mismatch' }],
  });
  const reloaded = await client.models.ensureLoaded({ contextLength: 1024 }, { onMismatch: 'reload' });
  expect(reloaded).toMatchObject({ contextLength: 1024, warnings: [] });
  await client.chat('Hi');
  await client.complete({ prompt: 'Hi' });
  expect(await running()).toEqual([1024]);
  expect(await client.chat('Hi', { route: 'openai' })).toMatchObject({
    warnings: [{ code: 'context_length_mismatch' }],
  });
  expect(await running()).toEqual([8192]);
});
