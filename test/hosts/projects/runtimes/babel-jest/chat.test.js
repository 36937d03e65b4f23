import * as core from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import * as provider from '@lmux/provider-lmstudio';
import { checkLmux } from '../check-lmux.cjs';

test('lmux works', () => checkLmux(core, provider));

test('the emulator makes structured output', async () => {
  const emulator = await startEmulator();
  const config = { provider: 'lmstudio', model: 'qwen/qwen3-4b-2507', baseUrl: emulator.url };
  const client = core.createClient({ plugins: [provider.lmstudio], config });
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const { text } = await client.chat({
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    responseFormat: { type: 'json_schema', name: 'place', schema },
  });
  expect(JSON.parse(text)).toEqual({ city: expect.any(String) });
  await client.close();
  await emulator.close();
});

test('a plugin by its name needs a flag, which the error names', async () => {
  const error = await core.loadPlugins(['@lmux/provider-lmstudio']).catch((caught) => caught);
  expect(error.code).toBe('plugin_invalid');
  expect(error.message).toMatch(/--experimental-vm-modules/);
});
