import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { LogEntry } from '../src/index.js';
import { chat, CHAT_PATH, post } from './support/post.js';

describe('with the option cors', () => {
  test('a preflight request needs no token, and every response allows any origin', async () => {
    await using emulator = await startEmulator({ cors: true, auth: 'secret' });
    const headers = { origin: 'http://page', 'access-control-request-headers': 'authorization,content-type' };
    const preflight = await fetch(emulator.url + CHAT_PATH, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-allow-methods': expect.stringContaining('POST'),
    });
    const refused = await post(emulator, CHAT_PATH, chat('Hi'));
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  test('a fault applies to the request after the preflight request', async () => {
    await using emulator = await startEmulator({ cors: true, faults: [{ kind: 'html' }] });
    expect((await fetch(emulator.url + CHAT_PATH, { method: 'OPTIONS' })).status).toBe(204);
    expect((await post(emulator, CHAT_PATH, chat('Hi'))).status).toBe(502);
  });

  test('disabled, no response has CORS headers', async () => {
    await using emulator = await startEmulator();
    const response = await post(emulator, CHAT_PATH, chat('Hi'));
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('the log has the details of a request but not its content', async () => {
  const entries: LogEntry[] = [];
  await using emulator = await startEmulator({ log: (entry) => entries.push(entry), auth: 'topsecret' });
  await post(emulator, CHAT_PATH, chat('Attack at dawn'), { headers: { authorization: 'Bearer topsecret' } });
  await (
    await emulator.received(1)
  ).ended;
  expect(entries).toEqual([
    {
      id: 1,
      method: 'POST',
      path: CHAT_PATH,
      status: 200,
      outcome: 'completed',
      durationMs: expect.any(Number),
      model: 'qwen/qwen3-4b-2507',
      promptTokens: 7,
      completionTokens: expect.any(Number),
    },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/dawn|secret/);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('disk full');
    },
  ],
  ['rejects', () => Promise.reject(new Error('disk full'))],
])('a log function that %s is reported once and fails no request', async (_how, log) => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  onTestFinished(() => warned.mockRestore());
  // oxlint-disable-next-line typescript/no-misused-promises -- what an application may do by mistake
  await using emulator = await startEmulator({ log });
  for (let calls = 0; calls < 2; calls += 1) {
    const response = await fetch(`${emulator.url}/v1/models`);
    expect([response.status, (await response.text()).length > 0]).toEqual([200, true]);
  }
  await vi.waitFor(() => expect(warned).toHaveBeenCalledOnce());
  expect(warned).toHaveBeenCalledWith(
    expect.stringContaining('log function'),
    expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' }),
  );
});
