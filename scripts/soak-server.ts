/* oxlint-disable unicorn/require-post-message-target-origin -- only windows have that argument, worker threads do not */
// The server of scripts/soak.ts. It runs in a separate thread, so that its memory is not counted. It streams two events, and then ends the
// response (with the header `x-whole`) or sends nothing until the client disconnects.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const textEvent = (path: string, text: string): string =>
  path.endsWith('/api/v1/chat')
    ? `event: message.delta\ndata: {"type":"message.delta","content":"${text}"}\n\n`
    : `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${text}"},"finish_reason":null}]}\n\n`;

const END = {
  native: 'event: chat.end\ndata: {"type":"chat.end","result":{"output":[],"stats":{}}}\n\n',
  openai: 'data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
};

let sockets = 0;
const server = createServer((request, response) => {
  const path = request.url ?? '';
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(textEvent(path, 'one ') + textEvent(path, 'two '));
    if (request.headers['x-whole'] !== undefined)
      response.end(textEvent(path, 'three') + (path.endsWith('/api/v1/chat') ? END.native : END.openai));
  });
});
server.on('connection', (socket) => {
  sockets += 1;
  socket.on('error', () => {});
  socket.once('close', () => (sockets -= 1));
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage({ port: (server.address() as AddressInfo).port }));
parentPort?.on('message', (command: string) => {
  if (command === 'sockets') return parentPort?.postMessage({ sockets });
  server.close();
  server.closeAllConnections();
  parentPort?.close();
});
