import type * as core from '@lmux/core';
import { type Emulator, startEmulator } from '@lmux/emulator';
import type * as provider from '@lmux/provider-openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';

declare global {
  /** Set by the page's program for these tests. */
  var lmux: Pick<typeof core, 'createClient'> & Pick<typeof provider, 'openai'>;
}

/** The page's program. It imports the packages as an application does. */
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

test('the bundle has no warnings and contains neither undici nor Node modules', () => {
  const { inputs, warnings } = opened;
  expect(warnings).toEqual([]);
  expect(inputs.filter((input) => /undici|node:/.test(input))).toEqual([]);
  expect(inputs.some((input) => input.includes('packages/core/dist'))).toBe(true);
});

test('a chat streams token by token', async () => {
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

test('a preflight request asks only for the headers content-type and authorization', async () => {
  await page.evaluate(async (baseUrl) => {
    const { createClient, openai } = globalThis.lmux;
    const client = createClient({
      plugins: [openai],
      config: { provider: 'openai', baseUrl, apiToken: 'sk-page-token' },
    });
    await client.embed({ model: 'text-embedding-nomic-embed-text-v1.5', input: 'one' });
    await client.close();
  }, emulator.url);
  const requested = emulator.requests
    .filter(({ method }) => method === 'OPTIONS')
    .map(({ headers }) => headers['access-control-request-headers'] ?? '');
  expect(requested.length).toBeGreaterThan(0);
  for (const names of requested)
    expect(['authorization', 'content-type', 'authorization,content-type']).toContain(names);
});

test('breaking out of a stream closes the connection on the server', async () => {
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
  expect(await chat?.ended).toBe('client-disconnected');
});
