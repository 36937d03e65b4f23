import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { textOf } from './fixtures.js';
import { ask, clientOf } from './support/clients.js';

const RECORDED = Buffer.from(textOf('chat-stream'));

interface Seen {
  readonly line: string;
  readonly id: string | undefined;
}

/** A server that keeps an answer, and cuts it at these bytes. */
async function keepingServer(cuts: readonly number[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  let answers = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    seen.push({ line: `${method} ${url}`, id: headers['x-conversation-id']?.toString() });
    request.resume();
    if (method === 'DELETE') return void response.writeHead(204).end();
    const cut = cuts[answers];
    answers += 1;
    const rest = RECORDED.subarray(Number(/from=(\d+)/.exec(url)?.[1] ?? 0), cut);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (cut === undefined) response.end(rest);
    else response.write(rest, () => response.socket?.end());
    return undefined;
  };
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const RETRY = { maxRetries: 2, baseDelayMs: 1 };

test('a stream goes on where it was cut, under an id that is new each time', async () => {
  const whole = await clientOf((await keepingServer([])).url)
    .chatStream(ask())
    .response();
  const { url, seen } = await keepingServer([300, 700]);
  const client = clientOf(url, { retry: RETRY, resume: true });
  const stream = client.chatStream(ask());
  const events: string[] = [];
  for await (const event of stream) events.push(event.type);
  const response = await stream.response();
  expect(events.filter((type) => type === 'warning')).toHaveLength(2);
  expect(response).toMatchObject({ text: whole.text, finishReason: whole.finishReason, timing: whole.timing });
  expect(response.warnings.map(({ code }) => code)).toEqual(['stream_resumed', 'stream_resumed']);
  const id = seen[0]?.id ?? '';
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(seen.map(({ line }) => line)).toEqual([
    'POST /v1/chat/completions',
    `GET /v1/stream?conv_id=${id}&from=300`,
    `GET /v1/stream?conv_id=${id}&from=700`,
  ]);
  await client.chatStream(ask()).response();
  expect(seen[3]?.id).toMatch(/^[0-9a-f]{32}$/);
  expect(seen[3]?.id).not.toBe(id);
});

test('a stream that is left is ended on the server, before the client is closed', async () => {
  const { url, seen } = await keepingServer([700]);
  const client = clientOf(url, { retry: { maxRetries: 1, baseDelayMs: 60_000 } });
  for await (const event of client.chatStream(ask(), { resume: true })) if (event.type === 'text-delta') break;
  await client.close();
  expect(seen.map(({ line }) => line)).toEqual([
    'POST /v1/chat/completions',
    `DELETE /v1/stream?conv_id=${seen[0]?.id}`,
  ]);
});

test('nothing is kept where it was not asked for', async () => {
  const { url, seen } = await keepingServer([300]);
  const reading = clientOf(url, { retry: RETRY }).chatStream(ask()).response();
  await expect(reading).rejects.toMatchObject({ code: 'connection_failed', attempts: 1 });
  expect(seen).toEqual([{ line: 'POST /v1/chat/completions', id: undefined }]);
});
