import {
  chatRequest,
  closeAfterTest,
  closeEarly,
  HttpServer,
  keptResponse,
  sseOf,
  type HttpServerRequest,
} from '@lmux/test-support';
import { expect, test } from 'vitest';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';

const RECORDED = Buffer.from(textOf('chat-stream'));

/** Starts a server that stores its response and closes the connection at the given byte offsets. */
async function keepingServer(closePoints: readonly number[]): Promise<HttpServer> {
  return closeAfterTest(await HttpServer.listen(keptResponse(RECORDED, closePoints)));
}

/** The first event of the response, without the rest. */
const FIRST_EVENT = RECORDED.subarray(0, RECORDED.indexOf('\n\n') + 2);

const lineOf = ({ method, path }: HttpServerRequest): string => `${method} ${path}`;
const idOf = (request: HttpServerRequest | undefined): string => String(request?.headers['x-conversation-id']);

const RETRY = { maxRetries: 2, baseDelayMs: 1 };

test('resumes a stream where its connection was closed, with a new id for each request', async () => {
  const whole = await clientOf((await keepingServer([])).url)
    .chatStream(chatRequest())
    .response();
  const { url, requests } = await keepingServer([300, 700]);
  const client = clientOf(url, { retry: RETRY, resume: true });
  const stream = client.chatStream(chatRequest());
  const events: string[] = [];
  for await (const event of stream) events.push(event.type);
  const response = await stream.response();
  expect(events.filter((type) => type === 'warning')).toHaveLength(2);
  expect(response).toMatchObject({ text: whole.text, finishReason: whole.finishReason, timing: whole.timing });
  expect(response.warnings.map(({ code }) => code)).toEqual(['stream_resumed', 'stream_resumed']);
  const id = idOf(requests[0]);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(requests.map(lineOf)).toEqual([
    'POST /v1/chat/completions',
    `GET /v1/stream?conv_id=${id}&from=300`,
    `GET /v1/stream?conv_id=${id}&from=700`,
  ]);
  await client.chatStream(chatRequest()).response();
  expect(idOf(requests[3])).toMatch(/^[0-9a-f]{32}$/);
  expect(idOf(requests[3])).not.toBe(id);
});

test('finds the tags of reasoning across a closed connection', async () => {
  const text = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
  const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const body = Buffer.from(sseOf([text('<th'), text('ink>Hm'), text('</'), text('think>Hi'), end]));
  const closePoints = ['ink>Hm', 'think>Hi'].map((piece) => body.indexOf(piece) - 3);
  const server = closeAfterTest(await HttpServer.listen(keptResponse(body, closePoints)));
  const client = clientOf(server.url, { retry: RETRY, resume: true, reasoningTags: true });
  expect(await client.chatStream(chatRequest()).response()).toMatchObject({
    text: 'Hi',
    reasoning: 'Hm',
    warnings: [{ code: 'stream_resumed' }, { code: 'stream_resumed' }],
  });
});

test('cancels the stream on the server before the client is closed', async () => {
  const { url, requests } = await keepingServer([700]);
  const client = clientOf(url, { retry: { maxRetries: 1, baseDelayMs: 60_000 } });
  for await (const event of client.chatStream(chatRequest(), { resume: true })) if (event.type === 'text-delta') break;
  await client.close();
  expect(requests.map(lineOf)).toEqual(['POST /v1/chat/completions', `DELETE /v1/stream?conv_id=${idOf(requests[0])}`]);
});

test('does not make the server store a response without resume', async () => {
  const { url, requests } = await keepingServer([300]);
  const reading = clientOf(url, { retry: RETRY }).chatStream(chatRequest()).response();
  await expect(reading).rejects.toMatchObject({ code: 'connection_failed', attempts: 1 });
  expect(requests.map(lineOf)).toEqual(['POST /v1/chat/completions']);
  expect(requests[0]?.headers).not.toHaveProperty('x-conversation-id');
});

test.each<[what: string, body: string, requests: number]>([
  ['no event', ': ping\n\n', 3],
  ['an event', `data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}\n\n`, 101],
])('gives up if each continuation brings %s, but never the end', async (_what, body, requests) => {
  const server = closeAfterTest(
    await HttpServer.listen((response, { method }) =>
      method === 'DELETE'
        ? void response.writeHead(204).end()
        : closeEarly(response, method === 'POST' ? FIRST_EVENT : Buffer.from(body)),
    ),
  );
  const client = clientOf(server.url, { retry: { maxRetries: 2, baseDelayMs: 0 }, resume: true });
  await expect(client.chatStream(chatRequest()).response()).rejects.toMatchObject({ attempts: requests });
  await client.close();
  expect(server.requests.filter(({ method }) => method !== 'DELETE')).toHaveLength(requests);
});
