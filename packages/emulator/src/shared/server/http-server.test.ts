import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createHttpServer } from './http-server.js';

const FAST = { headMs: 40, requestMs: 80, checkMs: 10 };

test.each([
  ['the head of a request never ends', 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  ['the body of a request never arrives', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n'],
  ['the body of a request has no end', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n'],
])('the connection is closed with a 408 if %s', async (_name, text) => {
  const server = createHttpServer((request) => void request.on('error', () => {}).resume(), FAST);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.setEncoding('utf8').write(text);
  let received = '';
  for await (const piece of socket) received += String(piece);
  expect(received).toMatch(/^HTTP\/1\.1 408 /);
  server.close();
});
