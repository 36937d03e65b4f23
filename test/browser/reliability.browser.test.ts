import type * as core from '@lmux/core';
import { type Emulator, type Fault, startEmulator } from '@lmux/emulator';
import type * as lmstudioProvider from '@lmux/provider-lmstudio';
import type * as openaiProvider from '@lmux/provider-openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';

declare global {
  /** What the page's program leaves for these tests. */
  var reliability: Pick<typeof core, 'createClient'> &
    Pick<typeof openaiProvider, 'openai'> &
    Pick<typeof lmstudioProvider, 'lmstudio'>;
}

const PROGRAM = `
  import { createClient } from '@lmux/core';
  import { lmstudio } from '@lmux/provider-lmstudio';
  import { openai } from '@lmux/provider-openai';
  globalThis.reliability = { createClient, lmstudio, openai };
`;

const WORDS = 'one two three four five six seven eight nine ten';

let opened: OpenPage;
let emulator: Emulator;

beforeAll(async () => {
  opened = await openPage(PROGRAM, 'reliability');
  emulator = await startEmulator({ cors: true, reply: WORDS });
});

beforeEach(() => emulator.setFaults([]));

afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  await emulator?.close();
});

/** What the page is to do: a stream, by which provider, with which clocks, left or aborted at its first text. */
interface Task {
  readonly provider: 'openai' | 'lmstudio';
  readonly baseUrl: string;
  readonly timeouts?: core.Timeouts;
  readonly abort?: 'first text' | 'soon';
  readonly streamed?: boolean;
}

interface Told {
  readonly text: string;
  readonly code: string | undefined;
  readonly attempts: number | undefined;
  readonly partial: string | undefined;
  readonly cause: string;
}

/** Runs a task in the page. */
function inPage(asked: Task): Promise<Told> {
  return opened.page.evaluate(
    async ({ provider, baseUrl, timeouts = {}, abort, streamed = true }: Task): Promise<Told> => {
      const { createClient, openai, lmstudio } = globalThis.reliability;
      const retry = { baseDelayMs: 0 };
      const config = { provider, baseUrl, model: 'qwen/qwen3-4b-2507', timeouts, retry };
      const client = createClient({ plugins: [openai, lmstudio], config });
      const controller = new AbortController();
      const { signal } = controller;
      if (abort === 'soon') setTimeout(() => controller.abort('enough'), 50);
      const request = { messages: [{ role: 'user', content: 'Hello' }] } as const;
      let text = '';
      let error: Partial<core.LmError> = {};
      try {
        if (streamed) {
          for await (const piece of client.chatStream(request, { signal }).text()) {
            text += piece;
            if (abort === 'first text') controller.abort('enough');
          }
        } else ({ text } = await client.chat(request, { signal }));
      } catch (caught) {
        error = caught as core.LmError;
      }
      await client.close();
      const { code, attempts, partial, cause } = error;
      return { text, code, attempts, partial: partial?.text, cause: String(cause) };
    },
    asked,
  );
}

/** What goes wrong, and what it is called in a page. */
const FAULTS: readonly [what: string, fault: Fault, codes: readonly string[]][] = [
  ['ends too soon', { kind: 'truncate', afterEvents: 6 }, ['stream_truncated']],
  ['is reset', { kind: 'reset', afterEvents: 6 }, ['connection_failed', 'stream_truncated']],
  ['has broken JSON', { kind: 'malformed', afterEvents: 6 }, ['parse_error']],
  ['has an error as an object', { kind: 'errorEvent', afterEvents: 6, shape: 'object' }, ['server_error']],
  ['has an error as a text', { kind: 'errorEvent', afterEvents: 6, shape: 'string' }, ['server_error']],
  [
    'has an error as an event',
    { kind: 'errorEvent', afterEvents: 6, shape: 'event' },
    ['server_error', 'stream_truncated'],
  ],
  ['has an error as a line', { kind: 'errorEvent', afterEvents: 6, shape: 'field' }, ['server_error']],
];

describe.each(['openai', 'lmstudio'] as const)('%s in a page', (provider) => {
  test.each(FAULTS)('a stream that %s is an error with the partial response', async (_what, fault, codes) => {
    emulator.setFaults([{ ...fault, method: 'POST' }]);
    const told = await inPage({ provider, baseUrl: emulator.url });
    expect(codes).toContain(told.code);
    expect(WORDS.startsWith(told.text)).toBe(true);
    expect(told.partial ?? '').toBe(told.text);
  });

  test('an abort at the first text keeps its reason, and reaches the server', async () => {
    emulator.setFaults([{ kind: 'stall', afterEvents: 8, method: 'POST' }]);
    const from = emulator.requests.length;
    const told = await inPage({ provider, baseUrl: emulator.url, abort: 'first text' });
    expect(told).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(WORDS.startsWith(told.text) && told.text !== '').toBe(true);
    const chat = emulator.requests.slice(from).find(({ method }) => method === 'POST');
    expect(await chat?.ended).toBe('client-left');
  });

  test.each([true, false])('an abort before the response does, too (streamed: %s)', async (streamed) => {
    emulator.setFaults([{ kind: 'stall', method: 'POST' }]);
    const from = emulator.requests.length;
    expect(await inPage({ provider, baseUrl: emulator.url, abort: 'soon', streamed })).toMatchObject({
      code: 'aborted',
      cause: 'enough',
    });
    const chat = emulator.requests.slice(from).find(({ method }) => method === 'POST');
    expect(await chat?.ended).toBe('client-left');
  });

  test('the timeouts run in a page, too', async () => {
    emulator.setFaults([{ kind: 'stall', method: 'POST' }]);
    const first = await inPage({ provider, baseUrl: emulator.url, timeouts: { firstByte: 100 } });
    expect(first.code).toBe('first_byte_timeout');
    emulator.setFaults([{ kind: 'stall', afterEvents: 8, method: 'POST' }]);
    const idle = await inPage({ provider, baseUrl: emulator.url, timeouts: { idle: 150 } });
    expect(idle).toMatchObject({ code: 'idle_timeout', partial: idle.text });
    expect(idle.text).not.toBe('');
  });

  test('what may be retried is', async () => {
    emulator.setFaults([{ kind: 'status', status: 503, method: 'POST', times: 2 }]);
    expect(await inPage({ provider, baseUrl: emulator.url })).toMatchObject({ text: WORDS, code: undefined });
  });

  test('a server that is not there is connection_failed', async () => {
    const told = await inPage({ provider, baseUrl: 'http://127.0.0.1:9' });
    expect(told.code).toBe('connection_failed');
  });
});
