import type * as core from '@lmux/core';
import { type Emulator, startEmulator } from '@lmux/emulator';
import type * as provider from '@lmux/provider-openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';

declare global {
  /** What the page's program leaves for the tests. */
  var lmux: Pick<typeof core, 'createClient'> & Pick<typeof provider, 'openai'>;
}

/** What runs in the page: the packages as an application imports them. */
const PAGE_PROGRAM = `
  import { createClient } from '@lmux/core';
  import { openai } from '@lmux/provider-openai';
  globalThis.lmux = { createClient, openai };
`;

let opened: OpenPage;
let page: OpenPage['page'];
let emulator: Emulator;

beforeAll(async () => {
  opened = await openPage(PAGE_PROGRAM, 'lmux');
  ({ page } = opened);
  emulator = await startEmulator({ cors: true });
});

afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  await emulator?.close();
});

test('the bundle is built without warnings, undici or modules of Node', () => {
  const { inputs, warnings } = opened;
  expect(warnings).toEqual([]);
  expect(inputs.filter((input) => /undici|node:/.test(input))).toEqual([]);
  expect(inputs.some((input) => input.includes('packages/core/dist'))).toBe(true);
});

test('a chat streams into the page token by token', async () => {
  const seen = await page.evaluate(async (baseUrl) => {
    const { createClient, openai } = globalThis.lmux;
    const client = createClient({
      plugins: [openai],
      config: { provider: 'openai', baseUrl, model: 'qwen/qwen3-4b-2507' },
    });
    const stream = client.chatStream({ messages: [{ role: 'user', content: 'Grüße 👋' }] });
    const deltas: string[] = [];
    for await (const text of stream.text()) deltas.push(text);
    const response = await stream.response();
    await client.close();
    return { deltas, text: response.text, finish: response.finishReason.unified };
  }, emulator.url);
  expect(seen.deltas.length).toBeGreaterThan(3);
  expect(seen.text).toBe(seen.deltas.join(''));
  expect(seen.text).toContain('Grüße 👋');
  expect(seen.finish).toBe('stop');
});

test('a preflight asks for no header but content-type and authorization', async () => {
  await page.evaluate(async (baseUrl) => {
    const { createClient, openai } = globalThis.lmux;
    const client = createClient({
      plugins: [openai],
      config: { provider: 'openai', baseUrl, apiToken: 'sk-page-token' },
    });
    await client.embed({ model: 'text-embedding-nomic-embed-text-v1.5', input: 'one' });
    await client.close();
  }, emulator.url);
  const asked = emulator.requests
    .filter(({ method }) => method === 'OPTIONS')
    .map(({ headers }) => headers['access-control-request-headers'] ?? '');
  expect(asked.length).toBeGreaterThan(0);
  for (const names of asked) expect(['authorization', 'content-type', 'authorization,content-type']).toContain(names);
});

test('breaking out of the loop in the page closes the connection at the server', async () => {
  await using slow = await startEmulator({ cors: true, delayMs: 20, reply: 'word '.repeat(500) });
  const isChat = ({ method }: { method: string }): boolean => method === 'POST';
  await page.evaluate(async (baseUrl) => {
    const { createClient, openai } = globalThis.lmux;
    const client = createClient({
      plugins: [openai],
      config: { provider: 'openai', baseUrl, model: 'qwen/qwen3-4b-2507' },
    });
    for await (const text of client.chatStream({ messages: [{ role: 'user', content: 'Go on.' }] }).text())
      if (text !== '') break;
  }, slow.url);
  const chat = slow.requests.find(isChat);
  expect(await chat?.ended).toBe('client-left');
});
