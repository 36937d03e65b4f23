import { expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator } from '../../src/index.js';
import { manualClock } from '../support/manual-clock.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { errorOf } from './requests.js';

const ID = 'c1::plain';

const models = [{ id: 'plain' }];

const BODY = chat('Hi', { model: 'plain', stream: true });

const begin = (emulator: Emulator, signal?: AbortSignal): Promise<Response> =>
  post(emulator, CHAT_PATH, BODY, { headers: { 'x-conversation-id': ID }, ...(signal && { signal }) });

const resume = (emulator: Emulator, from: number, id = ID): Promise<Response> =>
  fetch(`${emulator.url}/v1/stream?conv_id=${encodeURIComponent(id)}&from=${from}`);

const lookUp = (emulator: Emulator): Promise<{ is_done: boolean; total_bytes: number }[]> =>
  postJson(emulator, '/v1/streams/lookup', { conversation_ids: [ID, 'unknown'] });

test('a stream that ended early can be resumed without losing or repeating a byte', async () => {
  await using emulator = await startEmulator({
    as: 'llamacpp',
    models,
    delayMs: 5,
    faults: [{ kind: 'reset', afterBytes: 900, path: CHAT_PATH }],
  });
  const response = await begin(emulator);
  const pieces: Uint8Array[] = [];
  await expect(async () => {
    for await (const piece of response.body ?? []) pieces.push(piece);
  }).rejects.toThrow('terminated');
  const start = Buffer.concat(pieces);
  const rest = await resume(emulator, start.length);
  expect([rest.status, rest.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const joined = Buffer.concat([start, Buffer.from(await rest.arrayBuffer())]);
  expect(joined.toString()).toBe(await (await resume(emulator, 0)).text());
  expect(joined.toString()).toMatch(/\[DONE\]\n\n$/);
  expect(await lookUp(emulator)).toEqual([
    {
      conversation_id: ID,
      is_done: true,
      total_bytes: joined.length,
      started_at: expect.any(Number),
      completed_at: expect.any(Number),
    },
  ]);
});

test('DELETE stops a stream, but closing the socket does not', async () => {
  await using emulator = await startEmulator({ as: 'llamacpp', models, delayMs: 20 });
  const controller = new AbortController();
  const response = await begin(emulator, controller.signal);
  await response.body?.getReader().read();
  controller.abort();
  await emulator.clientDisconnected(1);
  expect(await lookUp(emulator)).toMatchObject([{ is_done: false }]);
  const stop = (): Promise<Response> =>
    fetch(`${emulator.url}/v1/stream?conv_id=${encodeURIComponent(ID)}`, { method: 'DELETE' });
  const reader = await resume(emulator, 0);
  expect((await stop()).status).toBe(204);
  // Its readers end, but without the end of the reply.
  expect(await reader.text()).not.toContain('[DONE]');
  expect(await lookUp(emulator)).toEqual([]);
  expect((await stop()).status).toBe(204);
});

test('resuming fails for an unknown or expired stream, and is empty past the end', async () => {
  const clock = manualClock();
  await using emulator = await startEmulator({ as: 'llamacpp', models, nowMs: clock.nowMs });
  await (await begin(emulator)).text();
  const past = await resume(emulator, 1_000_000);
  expect([past.status, await past.text()]).toEqual([200, '']);
  expect(await errorOf(resume(emulator, 0, 'other'), 404)).toMatchObject({ message: 'File Not Found' });
  expect(await errorOf(resume(emulator, -1), 400)).toMatchObject({ type: 'invalid_request_error' });
  expect(await errorOf(fetch(`${emulator.url}/v1/stream`), 400)).toMatchObject({
    message: 'Missing conversation id in path',
  });
  clock.advance(300_000);
  expect((await resume(emulator, 0)).status).toBe(404);
});

test('an error response is sent as usual, and no stream is kept', async () => {
  await using emulator = await startEmulator({ as: 'llamacpp', models });
  const wrong = post(emulator, CHAT_PATH, { ...BODY, model: 'nope' }, { headers: { 'x-conversation-id': ID } });
  expect(await errorOf(wrong, 400)).toMatchObject({ message: "model 'nope' not found" });
  expect(await lookUp(emulator)).toEqual([]);
});

test('close() ends a stream without readers', async () => {
  const emulator = await startEmulator({ as: 'llamacpp', models, delayMs: 60_000 });
  const controller = new AbortController();
  const response = begin(emulator, controller.signal).catch(() => undefined);
  await emulator.received(1);
  controller.abort();
  await response;
  await emulator.close();
  expect(emulator.openSockets).toBe(0);
});
