import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import type * as core from '@lmux/core';
import { type Emulator, startEmulator } from '@lmux/emulator';
import type * as provider from '@lmux/provider-openai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

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

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

let bundle: string;
let inputs: string[];
let warnings: readonly unknown[];
let pages: Server;
let browser: Browser;
let page: Page;
let emulator: Emulator;

beforeAll(async () => {
  if (CHROMIUM === undefined) throw new Error('No Chromium is installed: apt-get install chromium.');
  const built = await build({
    stdin: { contents: PAGE_PROGRAM, resolveDir: process.cwd(), loader: 'ts' },
    // The built packages by their exports, not the source by the paths of the tsconfig.
    tsconfigRaw: {},
    absWorkingDir: `${process.cwd()}/examples`,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    write: false,
    metafile: true,
  });
  bundle = built.outputFiles[0]?.text ?? '';
  inputs = Object.keys(built.metafile.inputs);
  // That a chunk without side effects is not kept for its side effects is what is wanted.
  warnings = built.warnings.filter(({ id }) => id !== 'ignored-bare-import');
  emulator = await startEmulator({ cors: true });
  pages = createServer((request, response) => {
    const script = request.url === '/bundle.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(
      script ? bundle : '<!doctype html><title>lmux</title><script type="module" src="/bundle.js"></script>',
    );
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'lmux' in globalThis);
});

afterAll(async () => {
  await browser?.close();
  await emulator?.close();
  await new Promise((resolve) => (pages === undefined ? resolve(undefined) : pages.close(resolve)));
});

test('the bundle is built without warnings, undici or modules of Node', () => {
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

test('leaving the loop in the page closes the connection at the server', async () => {
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
