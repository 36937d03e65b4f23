import type { RequestListener } from 'node:http';
import type * as core from '@lmux/core';
import type * as lmstudioProvider from '@lmux/provider-lmstudio';
import type * as llamacppProvider from '@lmux/provider-llamacpp';
import type * as ollamaProvider from '@lmux/provider-ollama';
import type * as openaiProvider from '@lmux/provider-openai';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';
import { Servers } from './servers.ts';

declare global {
  /** Set by the page's program for these tests. */
  var refused: Pick<typeof core, 'createClient'> &
    Pick<typeof openaiProvider, 'openai'> &
    Pick<typeof llamacppProvider, 'llamacpp'> &
    Pick<typeof ollamaProvider, 'ollama'> &
    Pick<typeof lmstudioProvider, 'lmstudio'>;
}

const PROGRAM = `
  import { createClient } from '@lmux/core';
  import { llamacpp } from '@lmux/provider-llamacpp';
  import { lmstudio } from '@lmux/provider-lmstudio';
  import { ollama } from '@lmux/provider-ollama';
  import { openai } from '@lmux/provider-openai';
  globalThis.refused = { createClient, llamacpp, lmstudio, ollama, openai };
`;

let opened: OpenPage;
const servers = new Servers();

beforeAll(async () => {
  // Not localhost or 127.0.0.1, whose pages Ollama allows by default.
  opened = await openPage(PROGRAM, 'refused', 'page.localhost');
});

afterAll(() => opened?.[Symbol.asyncDispose]());

afterEach(() => servers.close());

interface Task {
  readonly provider: 'openai' | 'ollama' | 'lmstudio' | 'llamacpp';
  readonly baseUrl: string;
  readonly operation?: 'chat' | 'list';
  readonly headers?: Record<string, string>;
}

interface Failure extends Pick<core.LmError, 'code' | 'message' | 'retryable'> {
  readonly attempts: number | undefined;
  readonly provider: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** Runs an operation in the page and returns its error. */
function failureIn(page: Page, task: Task): Promise<Failure> {
  return page.evaluate(async ({ provider, baseUrl, operation = 'chat', headers = {} }: Task): Promise<Failure> => {
    const { createClient, ...plugins } = globalThis.refused;
    const config = {
      provider,
      baseUrl,
      headers,
      model: 'some-model',
      apiToken: 'sk-page-token',
      retry: { baseDelayMs: 0 },
    };
    const client = createClient({ plugins: Object.values(plugins), config });
    try {
      await (operation === 'list'
        ? client.models.list()
        : client.chat({ messages: [{ role: 'user', content: 'a private prompt' }] }));
    } catch (error) {
      const { code, message, retryable, attempts, provider: id } = error as core.LmError;
      const { status, requestId, retryAfterMs } = error as core.ApiError;
      return { code, message, retryable, attempts, provider: id, status, requestId, retryAfterMs };
    } finally {
      await client.close();
    }
    throw new Error('The operation must fail; it succeeded.');
  }, task);
}

const ADVICE = {
  lmstudio: /\(CORS\): start LM Studio's server with "lms server start --cors"/,
  llamacpp: /\(CORS\): add "--cors-origins http:\/\/page\.localhost:\d+" to the command of llama-server/,
  ollama: /\(CORS\): add "http:\/\/page\.localhost:\d+" to the environment variable OLLAMA_ORIGINS/,
  openai: /\(CORS\): allow "http:\/\/page\.localhost:\d+" in its CORS settings/,
} as const;

const JSON_TYPE = { 'content-type': 'application/json' };

/** Servers whose responses the browser does not reveal. */
const SERVERS: readonly [what: string, respond: RequestListener][] = [
  ['sends no CORS headers', (_request, response) => response.writeHead(200, JSON_TYPE).end('{}')],
  [
    'allows another origin',
    (_request, response) =>
      response
        .writeHead(200, {
          ...JSON_TYPE,
          'access-control-allow-origin': 'https://other.example',
          'access-control-allow-headers': 'authorization, content-type',
        })
        .end('{}'),
  ],
  [
    'refuses the preflight request',
    (_request, response) => response.writeHead(403, { 'access-control-allow-origin': '*' }).end(),
  ],
  [
    'does not allow the header of the key',
    (_request, response) =>
      response
        .writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' })
        .end('{}'),
  ],
];

describe.each(['lmstudio', 'ollama', 'llamacpp', 'openai'] as const)('%s in a page', (provider) => {
  test.each(SERVERS)('explains CORS if the server %s', async (_what, respond) => {
    const { url, methods } = await servers.open(respond);
    const failure = await failureIn(opened.page, { provider, baseUrl: url });
    expect(failure).toMatchObject({ code: 'connection_failed', provider, retryable: false, attempts: 1 });
    expect(failure.message).toMatch(/^The browser could not read the response \(POST http:/);
    expect(failure.message).toMatch(ADVICE[provider]);
    expect(failure.message).not.toMatch(/sk-page-token|private prompt/);
    expect(methods).toEqual(['OPTIONS']);
  });

  test('explains CORS if nothing listens, since the browser does not tell', async () => {
    const baseUrl = await servers.deadUrl();
    expect((await failureIn(opened.page, { provider, baseUrl })).message).toMatch(ADVICE[provider]);
    expect(await failureIn(opened.page, { provider, baseUrl, operation: 'list' })).toMatchObject({
      code: 'connection_failed',
      retryable: true,
      attempts: 3,
    });
  });
});

const ALLOWED = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization' };

test('a redirect is not followed, and the error says why', async () => {
  const { url, methods } = await servers.open((request, response) =>
    response.writeHead(request.method === 'OPTIONS' ? 204 : 307, { ...ALLOWED, location: '/elsewhere' }).end(),
  );
  const failure = await failureIn(opened.page, { provider: 'openai', baseUrl: url });
  expect(failure).toMatchObject({ code: 'unexpected_response', retryable: false });
  expect(failure.message).toContain('A browser does not reveal the target');
  expect(methods).toEqual(['OPTIONS', 'POST']);
});

test.each([
  ['hidden', {}, undefined, undefined],
  ['exposed', { 'access-control-expose-headers': 'x-request-id, retry-after' }, 'req-1', 3000],
])('an error response with %s headers is read', async (_what, exposed, requestId, retryAfterMs) => {
  const { url } = await servers.open((request, response) =>
    response
      .writeHead(request.method === 'OPTIONS' ? 204 : 401, {
        ...ALLOWED,
        ...exposed,
        'x-request-id': 'req-1',
        'retry-after': '3',
      })
      .end('{"error":{"message":"No."}}'),
  );
  const failure = await failureIn(opened.page, { provider: 'openai', baseUrl: url });
  expect(failure).toMatchObject({ code: 'authentication', status: 401 });
  expect([failure.requestId, failure.retryAfterMs]).toEqual([requestId, retryAfterMs]);
});

test.each(['cookie', 'origin', 'sec-fetch-mode', 'referer', 'date'])(
  'the header %s, which the browser would drop, is refused',
  async (name) => {
    const { url, methods } = await servers.open((_request, response) => response.writeHead(200, ALLOWED).end('{}'));
    const failure = await failureIn(opened.page, { provider: 'openai', baseUrl: url, headers: { [name]: 'x' } });
    expect(failure).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(`"${name}"`) });
    expect(methods).toEqual([]);
  },
);

describe('a page of a public website', () => {
  let page: Page;

  beforeAll(async () => {
    const bundle = await opened.page.evaluate(() => fetch('/bundle.js').then((response) => response.text()));
    const context = await opened.page.context().browser()?.newContext();
    if (context === undefined) throw new Error('The browser has been closed.');
    page = await context.newPage();
    // Fulfilled here, so nothing is sent.
    await page.route('https://chat.example/**', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: bundle })
        : route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/bundle.js"></script>' }),
    );
    await page.goto('https://chat.example/');
    await page.waitForFunction(() => 'refused' in globalThis);
  });

  afterAll(() => page?.context().close());

  test('explains mixed content, and does not retry', async () => {
    const task = { provider: 'lmstudio', baseUrl: 'http://models.example', operation: 'list' } as const;
    const failure = await failureIn(page, task);
    expect(failure).toMatchObject({ code: 'connection_failed', retryable: false, attempts: 1 });
    expect(failure.message).toContain('(mixed content). Use an https address of the server.');
  });

  test('explains CORS and the permission for a server on this computer', async () => {
    const { url, methods } = await servers.open((_request, response) => response.writeHead(200, JSON_TYPE).end('{}'));
    const { message } = await failureIn(page, { provider: 'ollama', baseUrl: url });
    // Chromium denies the permission to a page that cannot show its prompt.
    expect(methods).toEqual([]);
    expect(message).toContain('add "https://chat.example" to the environment variable OLLAMA_ORIGINS');
    expect(message).toContain('Also permit this page to access the local network');
  });

  test('says that the browser is offline', async () => {
    await page.context().setOffline(true);
    try {
      const { message } = await failureIn(page, { provider: 'openai', baseUrl: 'https://models.example' });
      expect(message).toContain('The browser is offline.');
    } finally {
      await page.context().setOffline(false);
    }
  });
});
