import { DEFAULT_MODELS, type Emulator, startEmulator } from '@lmux/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { firstText, hear, open, rejection } from '../reliability/support/client.ts';
import { SUBJECTS } from '../reliability/support/subjects.ts';
import { type Location, type Nginx, startNginx } from './nginx.ts';

const WORDS = 'one two three four five six seven eight nine ten';
const WHOLE: readonly Location[] = ['buffered', 'unbuffered', 'gzip'];

describe.each(SUBJECTS)('$title through nginx', (subject) => {
  const model = { model: 'qwen/qwen3-4b-2507' };
  // The LM Studio profile also has the routes of the other providers.
  const as = subject.provider === 'ollama' ? 'ollama' : 'lmstudio';
  let emulator: Emulator;
  let nginx: Nginx;

  beforeAll(async () => {
    emulator = await startEmulator({ as, models: DEFAULT_MODELS, reply: WORDS, keepRequests: 10_000 });
    nginx = await startNginx(emulator.url);
  });

  beforeEach(() => emulator.setFaults([]));

  afterAll(async () => {
    await nginx?.[Symbol.asyncDispose]();
    await emulator?.close();
  });

  test.each(WHOLE)('%s: a call and a stream are complete', async (location) => {
    const opened = open(subject, nginx.url(location), model);
    expect(await opened.chat()).toBe(WORDS);
    const { text, error } = await hear(opened.stream());
    expect(error).toBeUndefined();
    expect(text).toBe(WORDS);
  });

  test('unbuffered: tokens arrive while the server is generating', async () => {
    emulator.setFaults([{ kind: 'stall', afterEvents: 8 }]);
    const opened = open(subject, nginx.url('unbuffered'), model);
    const stream = opened.stream();
    const events = await firstText(stream);
    expect(events).toBeDefined();
    await stream.close();
  });

  test('breaking out of a stream closes the connection to the server behind the proxy', async () => {
    emulator.setFaults([{ kind: 'stall', afterEvents: 8 }]);
    const id = emulator.requests.length + 1;
    const opened = open(subject, nginx.url('unbuffered'), model);
    for await (const event of opened.stream()) if (event.type === 'text-delta') break;
    expect((await emulator.clientDisconnected(id)).path).toMatch(/chat/);
  });

  test.each(WHOLE)('%s: a stream that the server resets fails with the partial response', async (location) => {
    emulator.setFaults([{ kind: 'reset', afterEvents: 9 }]);
    const { error, text } = await hear(open(subject, nginx.url(location), model).stream());
    expect(['connection_failed', 'stream_truncated']).toContain(error?.code);
    expect(WORDS.startsWith(text)).toBe(true);
    expect(error?.partial?.text ?? '').toBe(text);
  });

  test('no call fails when nginx closes connections after three requests', async () => {
    const opened = open(subject, nginx.url('short-lived'), model);
    for (let count = 0; count < 20; count += 1) expect(await opened.chat()).toBe(WORDS);
  });

  // The next two tests use a separate nginx. `fetch` shares connections across the process, and an idle one to the other nginx may have
  // died, which is an error without retries.
  test('an HTML page with status 502 becomes a retryable error without HTML in its message', async () => {
    await using own = await startNginx(emulator.url);
    const opened = open(subject, own.url('bad-gateway'), { ...model, retry: false });
    for (const call of [opened.chat(), opened.stream().response()]) {
      const error = await rejection(call);
      expect(error).toMatchObject({ code: 'server_error', status: 502, retryable: true, attempts: 1 });
      expect(error.message).toContain('502 Bad Gateway');
      expect(error.message).not.toContain('<');
    }
  });

  test('an HTML page with status 504 becomes a retryable error', async () => {
    emulator.setFaults([{ kind: 'stall', times: 2 }]);
    await using own = await startNginx(emulator.url);
    const opened = open(subject, own.url('gateway-timeout'), { ...model, retry: false });
    const errors = await Promise.all([rejection(opened.chat()), rejection(opened.stream().response())]);
    for (const error of errors) {
      expect(error).toMatchObject({ status: 504, retryable: true, attempts: 1 });
      expect(error.message).toContain('504 Gateway Time-out');
    }
  });
});
