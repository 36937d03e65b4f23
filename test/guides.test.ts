import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import { join } from 'node:path';
import * as streams from 'node:stream';
import * as consumers from 'node:stream/consumers';
import * as pipelines from 'node:stream/promises';
import * as core from '@lmux/core';
import type { LmClient, Message } from '@lmux/core';
import * as emulatedTools from '@lmux/core/emulated-tools';
import * as objects from '@lmux/core/objects';
import * as web from '@lmux/core/web';
import { DEFAULT_MODELS, startEmulator, type Emulator } from '@lmux/emulator';
import * as lmstudio from '@lmux/provider-lmstudio';
import * as ollama from '@lmux/provider-ollama';
import * as openai from '@lmux/provider-openai';
import * as toolRuns from '@lmux/tools';
import * as toJsonSchema from '@valibot/to-json-schema';
import * as ajv from 'ajv';
import * as arktype from 'arktype';
import * as valibot from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as zod from 'zod';
import { blocksOf, namesIn, type Block } from './compile-pages.ts';
import { runBlock } from './run-block.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const MODULES = {
  // The image of the guide.
  'node:fs/promises': { readFile: () => Promise.resolve(Buffer.from(PIXEL, 'base64')) },
  'node:http': http,
  'node:stream': streams,
  'node:stream/consumers': consumers,
  'node:stream/promises': pipelines,
  '@lmux/core': core,
  '@lmux/core/emulated-tools': emulatedTools,
  '@lmux/core/objects': objects,
  '@lmux/core/web': web,
  '@lmux/provider-lmstudio': lmstudio,
  '@lmux/provider-ollama': ollama,
  '@lmux/provider-openai': openai,
  '@lmux/tools': toolRuns,
  '@valibot/to-json-schema': toJsonSchema,
  ajv,
  arktype,
  valibot,
  zod,
};

/** The guides whose code uses a client. test/testing-guide.test.ts runs the guide to tests, and hosts run those of NestJS and Angular. */
const PAGES = ['chat', 'tools', 'structured-output', 'embeddings', 'models', 'errors', 'browser', 'servers'];

type Handler = (request: Request) => Promise<Response>;

/** Core with clients that use the emulator if their configuration names no server. */
function withEmulator(): object {
  const createClient = (options: Parameters<typeof core.createClient>[0]): LmClient =>
    core.createClient({ ...options, config: { baseUrl: emulator.url, ...options.config } });
  return { ...core, createClient };
}

/** Allows the calls of a run, as the page of the guide to tools does. */
async function allowCalls(response: Response, decide: Handler): Promise<void> {
  for await (const event of web.readStreamEvents<toolRuns.ToolRunEvent>(response)) {
    if (event.type !== 'step-end') continue;
    for (const { id } of event.response.toolCalls) {
      const body = JSON.stringify({ run: response.headers.get('x-run'), id, allow: true });
      const decision = await decide(new Request('http://page/', { method: 'PUT', body }));
      expect(decision.status).toBe(204);
    }
  }
}

let emulator: Emulator;
let client: LmClient;

beforeAll(async () => {
  const chat = { id: 'vision', vision: true };
  // The model of a guide, with the number of dimensions that it requests.
  const embedding = { id: 'text-embedding-3-small', type: 'embedding', dimensions: 256 } as const;
  emulator = await startEmulator({ models: [...DEFAULT_MODELS, chat, embedding] });
  const { url: baseUrl } = emulator;
  const config = { provider: 'lmstudio', baseUrl, model: chat.id, embedModel: embedding.id };
  client = core.createClient({ plugins: [lmstudio.lmstudio], config });
});

afterAll(async () => {
  await client.close();
  await emulator.close();
});

/** Returns the blocks of a guide. */
function blocksOfGuide(page: string): Block[] {
  const path = `docs/guide/${page}.md`;
  return blocksOf(path, readFileSync(join(import.meta.dirname, '..', path), 'utf8'));
}

/** Returns the blocks of a guide that are run. */
function runnableBlocks(page: string): Block[] {
  // examples/chatbot.test.ts runs the program that reads from the terminal. LM Studio cannot delete models.
  return blocksOfGuide(page).filter(({ code }) => !/node:readline|models\.delete\(/.test(code));
}

test('an agent with two tools has at most 14 lines in the guide to tools, and its code is run', () => {
  const [agent] = blocksOfGuide('tools');
  const code = agent?.code ?? '';
  expect(code.match(/\btool\(/g)).toHaveLength(2);
  expect(code).toContain('runTools(');
  expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(14);
  expect(PAGES).toContain('tools');
  expect(runnableBlocks('tools')[0]).toEqual(agent);
});

describe.each(PAGES)('the code of docs/guide/%s.md', (page) => {
  const runnable = runnableBlocks(page);

  test.each(runnable)('$name runs', async (block) => {
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const messages: Message[] = [{ role: 'user', content: 'Hello' }];
    const given = {
      client,
      messages,
      Recipe: zod.object({ title: zod.string().max(40), steps: zod.array(zod.string().max(80)).max(8) }),
      texts: ['a', 'b'],
      input: ['a'],
      stop: new AbortController(),
      location: { origin: emulator.url },
      output: { append: () => {}, textContent: '' },
      getWeather: () => Promise.resolve({ celsius: 21 }),
      getTime: () => Promise.resolve('14:05'),
      readPage: () => ['<html>'],
      render: () => {},
      tools: [
        {
          name: 'get_weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
          // Core does not call tools.
          ...(block.code.includes('runTools') && { run: () => 'sunny' }),
        },
      ],
      run: () => Promise.resolve('sunny'),
      call: { id: '1', name: 'take_screenshot', arguments: '{}' },
      item: { mimeType: 'image/png', data: PIXEL },
      // A page calls its own server.
      fetch: () => web.toResponse(client.chatStream({ messages })),
    };
    const own = namesIn(block.code);
    const names = Object.keys(given).filter((name) => !own.has(name));
    const before = `import { ${names.join(', ')} } from 'given';`;
    const exports = await runBlock(block, before, { ...MODULES, '@lmux/core': withEmulator(), given });
    const { PUT } = exports as { readonly PUT?: Handler };
    for (const [method, handle] of Object.entries(exports).filter(([name]) => name === 'GET' || name === 'POST')) {
      const body = method === 'POST' ? JSON.stringify({ messages }) : null;
      const response = await (handle as Handler)(new Request('http://page/', { method, body }));
      const text = response.clone().text();
      if (PUT !== undefined) await allowCalls(response, PUT);
      expect([response.status, (await text).length > 0]).toEqual([200, true]);
    }
  });

  test('has been found', () => {
    expect(runnable.length).toBeGreaterThan(1);
  });
});
