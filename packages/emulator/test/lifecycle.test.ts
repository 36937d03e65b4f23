import { describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import { chat, CHAT_PATH, post } from './support/post.js';
import { rawPost, rawRequest } from './support/raw-post.js';

const STREAM = chat('Hello', { stream: true });

describe('recorded requests', () => {
  test('contain everything that the client sent', async () => {
    await using emulator = await startEmulator();
    await post(emulator, `${CHAT_PATH}?x=1`, chat('Hello'), { headers: { 'x-mine': 'yes' } });
    const record = await emulator.received(1);
    expect(await record.ended).toBe('completed');
    expect(record).toMatchObject({
      id: 1,
      method: 'POST',
      path: CHAT_PATH,
      query: '?x=1',
      headers: { 'x-mine': 'yes' },
      body: chat('Hello'),
      rawBody: JSON.stringify(chat('Hello')),
      status: 200,
      outcome: 'completed',
      clientDisconnected: false,
    });
    expect(emulator.requests).toEqual([record]);
    expect(emulator.activeRequests).toBe(0);
  });

  test('are limited to the latest ones', async () => {
    await using emulator = await startEmulator({ keepRequests: 2 });
    for (let count = 0; count < 3; count += 1) await fetch(emulator.url);
    expect(emulator.requests.map(({ id }) => id)).toEqual([2, 3]);
    await expect(emulator.received(1)).rejects.toThrow('no longer kept');
  });
});

describe('a client that disconnects', () => {
  test('is detected in the middle of a stream, and its socket is closed', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'stall', afterEvents: 2 }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    await connection.until('" is"');
    expect([emulator.openSockets, emulator.activeRequests]).toEqual([1, 1]);
    connection.socket.destroy();
    const record = await emulator.clientDisconnected(1);
    expect(record).toMatchObject({ clientDisconnected: true, outcome: 'client-disconnected', status: 200 });
    await emulator.socketsClosed();
    expect([emulator.openSockets, emulator.activeRequests]).toEqual([0, 0]);
  });

  test('is detected after an abort of fetch while a token is delayed', async () => {
    await using emulator = await startEmulator({ delayMs: 60_000 });
    const controller = new AbortController();
    const response = post(emulator, CHAT_PATH, STREAM, { signal: controller.signal });
    await emulator.received(1);
    controller.abort();
    await expect(response).rejects.toThrow(/abort/i);
    expect(await emulator.clientDisconnected(1)).toMatchObject({ status: undefined });
  });

  test('is detected before its body has arrived', async () => {
    await using emulator = await startEmulator();
    const { socket } = await rawPost(emulator, CHAT_PATH, STREAM);
    socket.write(['POST /v1/completions HTTP/1.1', 'Host: localhost', 'Content-Length: 10', '', '{'].join('\r\n'));
    await emulator.received(2);
    socket.destroy();
    expect(await emulator.clientDisconnected(2)).toMatchObject({ body: undefined, rawBody: '' });
  });

  test('is detected by requests that wait for the response to an earlier one', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'stall' }] });
    const list = 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const { socket } = await rawRequest(emulator, list + list);
    await emulator.received(2);
    socket.destroy();
    expect(await emulator.clientDisconnected(2)).toMatchObject({ outcome: 'client-disconnected' });
    expect(emulator.activeRequests).toBe(0);
  });

  test('makes clientDisconnected() reject if the request completes instead', async () => {
    await using emulator = await startEmulator();
    // Awaited together, because a rejection that is not awaited yet would count as unhandled.
    await Promise.all([
      expect(emulator.clientDisconnected(1)).rejects.toThrow(
        'did not disconnect during request 1 (GET /v1/models): the outcome was "completed"',
      ),
      fetch(`${emulator.url}/v1/models`),
    ]);
  });
});

describe('requests beyond the parallel limit', () => {
  const hold = { kind: 'stall', afterEvents: 1 } as const;

  test('wait for a slot in order, and leave the queue when their client disconnects', async () => {
    await using emulator = await startEmulator({ parallel: 1, faults: [hold] });
    const first = await rawPost(emulator, CHAT_PATH, STREAM);
    await first.until('This');
    const second = await rawPost(emulator, CHAT_PATH, STREAM);
    const third = post(emulator, CHAT_PATH, chat('third'));
    // Listing models needs no slot. Each response gives the other two requests time to reach the queue.
    while (emulator.waitingRequests < 2) expect((await fetch(`${emulator.url}/v1/models`)).status).toBe(200);
    expect(second.pieces).toEqual([]);
    second.socket.destroy();
    await emulator.clientDisconnected(2);
    expect(emulator.waitingRequests).toBe(1);
    first.socket.destroy();
    expect((await third).status).toBe(200);
    expect(emulator.waitingRequests).toBe(0);
  });

  test('get the slot of a client that does not read and then disconnects', async () => {
    await using emulator = await startEmulator({
      parallel: 1,
      reply: ({ messages }) => 'word '.repeat(messages.length > 1 ? 1 : 1e5),
    });
    const slow = await rawPost(emulator, CHAT_PATH, STREAM);
    slow.socket.pause();
    await emulator.received(1);
    // Whether it is still generating or blocked by a full socket, the request has not ended.
    expect(emulator.activeRequests).toBe(1);
    slow.socket.destroy();
    await emulator.clientDisconnected(1);
    expect((await post(emulator, CHAT_PATH, { messages: [{ role: 'user' }, { role: 'user' }] })).status).toBe(200);
  });

  test('do not wait if they are refused', async () => {
    await using emulator = await startEmulator({ parallel: 1, faults: [hold] });
    const first = await rawPost(emulator, CHAT_PATH, STREAM);
    await first.until('This');
    expect((await post(emulator, CHAT_PATH, {})).status).toBe(400);
  });
});

describe('close()', () => {
  test('closes active and idle connections and can be called twice', async () => {
    const emulator = await startEmulator({ delayMs: 60_000 });
    const running = await rawPost(emulator, CHAT_PATH, STREAM);
    const record = await emulator.received(1);
    await Promise.all([emulator.close(), emulator.close()]);
    expect(await record.ended).toBe('aborted');
    await running.closed;
    expect([emulator.openSockets, emulator.activeRequests]).toEqual([0, 0]);
    await expect(fetch(emulator.url)).rejects.toThrow('fetch failed');
  });

  test('frees the port', async () => {
    const first = await startEmulator();
    await expect(startEmulator({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    await using second = await startEmulator({ port: first.port });
    expect(second.url).toBe(`http://127.0.0.1:${first.port}`);
  });
});
