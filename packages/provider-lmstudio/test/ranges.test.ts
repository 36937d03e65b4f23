import { isCapabilityError, type ChatRequest } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { chatRequest, closeAfterTest, rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { clientOf } from './support/clients.js';

async function setUp(config: Parameters<typeof clientOf>[1] = {}) {
  const emulator = closeAfterTest(await startEmulator());
  return { emulator, client: clientOf(emulator.url, { model: 'qwen/qwen3-4b-2507', ...config }) };
}

test.each<[fields: Partial<ChatRequest>, route: string]>([
  [{ temperature: 1 }, 'native'],
  [{ temperature: 1.2 }, 'openai'],
  [{ topP: 1.5 }, 'openai'],
  [{ minP: 1 }, 'native'],
  [{ toolChoice: 'auto' }, 'native'],
  [{ tools: [{ name: 'f' }], toolChoice: 'auto' }, 'openai'],
  [{ tools: [{ name: 'f' }], toolChoice: 'none' }, 'native'],
  [{ tools: [] }, 'native'],
])('the server accepts %j on route %s', async (fields, route) => {
  const { client } = await setUp();
  const request = { ...chatRequest(), ...fields };
  expect(await client.chat(request)).toMatchObject({ route, warnings: [] });
  expect(await client.chatStream(request).response()).toMatchObject({ route, warnings: [] });
  expect(client.explain(request).route).toBe(route);
});

test.each<Partial<ChatRequest>>([{ temperature: 1.2 }, { topP: 1.2 }, { minP: 1.2 }])(
  'the native route has a range for %j',
  async (fields) => {
    const { emulator, client } = await setUp();
    const [feature] = Object.keys(fields);
    const error = await rejectionOf(client.chat({ ...chatRequest(), ...fields }, { route: 'native' }));
    const missing = [{ feature, routes: ['native'], outOfRange: { value: 1.2, range: [0, 1] } }];
    expect(isCapabilityError(error) && error.missing).toEqual(missing);
    expect(emulator.requests).toEqual([]);
  },
);

test.each([{ integrations: ['mcp/search'] }, { store: true }, { contextLength: 512 }])(
  'rejects a temperature above 1 with %j, and names both reasons',
  async (fields) => {
    const { emulator, client } = await setUp();
    const request = { ...chatRequest(), temperature: 1.2, ...fields };
    const error = await rejectionOf(client.chat(request));
    const outside = { feature: 'temperature', routes: ['native'], outOfRange: { value: 1.2, range: [0, 1] } };
    expect(isCapabilityError(error) && error.missing).toEqual([
      { feature: expect.any(String), routes: ['openai'] },
      outside,
    ]);
    expect((error as Error).message).toMatch(/ is supported by route "native", not by "openai"\. /);
    expect((error as Error).message).toContain(
      '"temperature" must be a number from 0 to 1 on route "native"; received 1.2. Change "temperature", or set "limits.temperature" in the configuration',
    );
    expect(client.explain(request)).toMatchObject({ route: undefined, missing: [{}, outside] });
    expect(emulator.requests).toEqual([]);
  },
);

test("a request with a value out of range does not change the next request's route", async () => {
  const { client } = await setUp();
  const routes: string[] = [];
  for (const temperature of [0.5, 1.2, 0.5, undefined, 1.2]) {
    routes.push((await client.chat({ ...chatRequest(), temperature })).route);
  }
  expect(routes).toEqual(['native', 'openai', 'native', 'native', 'openai']);
});

test('the range of the client replaces the range of the route, which the server checks', async () => {
  const { client } = await setUp({ limits: { temperature: [0, 2] } });
  const request = { ...chatRequest(), temperature: 1.2 };
  expect(client.explain(request).route).toBe('native');
  expect(await rejectionOf(client.chat(request))).toMatchObject({ code: 'invalid_request', status: 400 });
});
