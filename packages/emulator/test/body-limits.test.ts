import { describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { ServerProfileName } from '../src/index.js';
import { chat, CHAT_PATH } from './support/post.js';
import { rawRequest } from './support/raw-post.js';

const PROFILES: readonly ServerProfileName[] = ['lmstudio', 'ollama', 'llamacpp'];
const LIMIT = 64 * 1024 * 1024;

const head = (...fields: string[]): string =>
  [`POST ${CHAT_PATH} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...fields, '', ''].join('\r\n');
const LIST = 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** Requests with a body that is announced and too large. Which server is emulated makes no difference to the connection. */
const ANNOUNCED: readonly (readonly [as: ServerProfileName, what: string, request: string])[] = [
  ...PROFILES.map((as) => [as, '', head(`Content-Length: ${LIMIT + 1}`)] as const),
  ['lmstudio', ' with Expect: 100-continue', head(`Content-Length: ${LIMIT + 1}`, 'Expect: 100-continue')],
  ['lmstudio', ' with a pipelined request', head(`Content-Length: ${LIMIT + 1}`) + LIST],
  ['lmstudio', ' after another request', LIST + head(`Content-Length: ${LIMIT + 1}`)],
];

// Concurrent, because each socket is closed after a second.
describe.concurrent('a body that is too large', () => {
  test.each(ANNOUNCED)(
    'is refused with a 413 before it is sent, and the socket is closed: %s%s',
    async (as, _what, request) => {
      await using emulator = await startEmulator({ as });
      const connection = await rawRequest(emulator, request);
      const response = await connection.until('too large');
      expect(response).not.toContain('100 Continue');
      expect(response).toMatch(/HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/);
      await connection.closed;
      await emulator.socketsClosed();
      expect(emulator.requests.at(-1)).toMatchObject({ status: 413, outcome: 'completed', bodyBytes: 0, rawBody: '' });
      expect(emulator.requests).toHaveLength(request.startsWith(LIST) ? 2 : 1);
    },
  );

  test('is refused with a 413 when it has no end, and the socket is closed', async () => {
    await using emulator = await startEmulator();
    const connection = await rawRequest(emulator, head('Transfer-Encoding: chunked'));
    const { socket } = connection;
    const piece = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'x'), Buffer.from('\r\n')]);
    let left = LIMIT / 0x100000 + 1;
    const send = (): void => {
      while (left > 0 && socket.writable) {
        left -= 1;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', send);
    send();
    expect(await connection.until('too large')).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n/);
    await connection.closed;
    await emulator.socketsClosed();
  });
});

test('a client that reads only after it has sent a part of the body receives the 413', async () => {
  await using emulator = await startEmulator();
  const connection = await rawRequest(emulator, head(`Content-Length: ${LIMIT + 1}`));
  const { socket } = connection;
  socket.pause();
  const sent = await new Promise<Error | null | undefined>((resolve) => {
    socket.write(Buffer.alloc(LIMIT / 4, 'x'), resolve);
  });
  expect(sent ?? undefined).toBeUndefined();
  socket.resume();
  // A reset would take the place of the response.
  socket.end();
  expect(await connection.closed).toBeUndefined();
  expect(Buffer.concat(connection.pieces).toString()).toMatch(/^HTTP\/1\.1 413 [^]*too large/);
});

test('a client that expects 100-continue is told to continue', async () => {
  await using emulator = await startEmulator();
  const text = JSON.stringify(chat('Hello'));
  const connection = await rawRequest(emulator, head(`Content-Length: ${text.length}`, 'Expect: 100-continue'));
  await connection.until('HTTP/1.1 100 Continue');
  connection.socket.write(text);
  await connection.until('HTTP/1.1 200 OK');
  expect(emulator.requests).toMatchObject([{ body: chat('Hello') }]);
  connection.socket.destroy();
});

test('the connection stays open after a refusal whose body was read', async () => {
  await using emulator = await startEmulator();
  const connection = await rawRequest(emulator, `${head('Content-Length: 2')}{]${LIST}`);
  await connection.until('"object": "list"');
  expect(emulator.requests.map(({ path }) => path)).toEqual([CHAT_PATH, '/v1/models']);
  connection.socket.destroy();
});
