import type * as core from '@lmux/core';
import { type Emulator, type Fault, startEmulator } from '@lmux/emulator';
import type * as lmstudioProvider from '@lmux/provider-lmstudio';
import type * as openaiProvider from '@lmux/provider-openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenPage, openPage } from './open-page.ts';
import { Servers } from './servers.ts';

declare global {
  /** Set by the page's program for these tests. */
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

const REPLY = 'one two three four five six seven eight nine ten';

let opened: OpenPage;
let emulator: Emulator;

beforeAll(async () => {
  opened = await openPage(PROGRAM, 'reliability');
  emulator = await startEmulator({ cors: true, reply: REPLY });
});

beforeEach(() => emulator.setFaults([]));

afterAll(async () => {
  await opened?.[Symbol.asyncDispose]();
  await emulator?.close();
});

/** A chat to run in the page. */
interface Task {
  readonly provider: 'openai' | 'lmstudio';
  readonly baseUrl: string;
  readonly timeouts?: core.Timeouts;
  readonly abort?: 'first text' | 'soon';
  readonly streamed?: boolean;
}

interface Outcome {
  readonly text: string;
  readonly code: string | undefined;
  readonly attempts: number | undefined;
  readonly partial: string | undefined;
  readonly cause: string;
}

/** Runs a chat in the page and returns its outcome. */
function inPage(task: Task): Promise<Outcome> {
  return opened.page.evaluate(
    async ({ provider, baseUrl, timeouts = {}, abort, streamed = true }: Task): Promise<Outcome> => {
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
    task,
  );
}

/** Faults of the server, and the error codes that they may cause in a page. */
const FAULTS: readonly [what: string, fault: Fault, codes: readonly string[]][] = [
  ['ends early', { kind: 'truncate', afterEvents: 6 }, ['stream_truncated']],
  ['is reset', { kind: 'reset', afterEvents: 6 }, ['connection_failed', 'stream_truncated']],
  ['contains invalid JSON', { kind: 'malformed', afterEvents: 6 }, ['parse_error']],
  ['contains an error object', { kind: 'errorEvent', afterEvents: 6, shape: 'object' }, ['server_error']],
  ['contains an error string', { kind: 'errorEvent', afterEvents: 6, shape: 'string' }, ['server_error']],
  [
    'contains an error event',
    { kind: 'errorEvent', afterEvents: 6, shape: 'event' },
    ['server_error', 'stream_truncated'],
  ],
  ['contains an error line', { kind: 'errorEvent', afterEvents: 6, shape: 'field' }, ['server_error']],
];

describe.each(['openai', 'lmstudio'] as const)('%s in a page', (provider) => {
  test.each(FAULTS)('a stream that %s fails with the partial response', async (_what, fault, codes) => {
    emulator.setFaults([{ ...fault, method: 'POST' }]);
    const outcome = await inPage({ provider, baseUrl: emulator.url });
    expect(codes).toContain(outcome.code);
    expect(REPLY.startsWith(outcome.text)).toBe(true);
    expect(outcome.partial ?? '').toBe(outcome.text);
  });

  test('an abort after the first text keeps its reason and closes the connection', async () => {
    emulator.setFaults([{ kind: 'stall', afterEvents: 8, method: 'POST' }]);
    const from = emulator.requests.length;
    const outcome = await inPage({ provider, baseUrl: emulator.url, abort: 'first text' });
    expect(outcome).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(REPLY.startsWith(outcome.text) && outcome.text !== '').toBe(true);
    const chat = emulator.requests.slice(from).find(({ method }) => method === 'POST');
    expect(await chat?.ended).toBe('client-disconnected');
  });

  test.each([true, false])(
    'an abort before the response keeps its reason and closes the connection (streamed: %s)',
    async (streamed) => {
      emulator.setFaults([{ kind: 'stall', method: 'POST' }]);
      const from = emulator.requests.length;
      expect(await inPage({ provider, baseUrl: emulator.url, abort: 'soon', streamed })).toMatchObject({
        code: 'aborted',
        cause: 'enough',
      });
      const chat = emulator.requests.slice(from).find(({ method }) => method === 'POST');
      expect(await chat?.ended).toBe('client-disconnected');
    },
  );

  test('the timeouts firstByte and idle end a stream', async () => {
    emulator.setFaults([{ kind: 'stall', method: 'POST' }]);
    const first = await inPage({ provider, baseUrl: emulator.url, timeouts: { firstByte: 100 } });
    expect(first.code).toBe('first_byte_timeout');
    emulator.setFaults([{ kind: 'stall', afterEvents: 8, method: 'POST' }]);
    const idle = await inPage({ provider, baseUrl: emulator.url, timeouts: { idle: 150 } });
    expect(idle).toMatchObject({ code: 'idle_timeout', partial: idle.text });
    expect(idle.text).not.toBe('');
  });

  test('a call is retried after status 503', async () => {
    emulator.setFaults([{ kind: 'status', status: 503, method: 'POST', times: 2 }]);
    expect(await inPage({ provider, baseUrl: emulator.url })).toMatchObject({ text: REPLY, code: undefined });
  });

  test('an unreachable server causes connection_failed', async () => {
    const outcome = await inPage({ provider, baseUrl: await new Servers().deadUrl() });
    expect(outcome.code).toBe('connection_failed');
  });
});
