import { chunk, CHUNKED_EVENTS, HttpServer, LAST_CHUNK, rawHead, rawResponse } from '@lmux/test-support';
import { FakeClock } from '@lmux/core/testing';
import { LlamaCppApi } from '@lmux/provider-llamacpp';
import { describe, expect, test } from 'vitest';
import { hear, open, rejection } from './support/client.ts';
import { flood } from './support/flood.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, SUBJECTS, TRANSPORTS } from './support/subjects.ts';

const MAX_BYTES = 300_000;
const LIMITS = { limits: { maxStreamBytes: MAX_BYTES } };
const HEAD = rawHead(200, { 'content-type': 'text/event-stream', connection: 'close' });

describe.each(PROVIDERS)('$title', (subject) => {
  test('ends a stream that exceeds maxStreamBytes, with what arrived, and closes its connection', async () => {
    const piece = subject.piece('x');
    await using server = await startServer((exchange) => flood(exchange, HEAD, piece));
    const { stream } = open(subject, server.url, LIMITS);
    const { text, error } = await hear(stream());
    expect(error).toMatchObject({ code: 'limit_exceeded', provider: subject.provider, retryable: false });
    expect(error?.message).toContain(`"limits.maxStreamBytes" (${MAX_BYTES} bytes)`);
    expect(error?.partial).toMatchObject({ text });
    expect(text.length).toBeGreaterThan(0);
    expect(text.length * piece.length).toBeLessThanOrEqual(MAX_BYTES);
    await (
      await server.received()
    ).closed;
  });
});

// LM Studio's own API does not respond with complete JSON to a stream.
describe.each(SUBJECTS.filter(({ name }) => name !== 'lmstudio native'))('$title', (subject) => {
  test.each<[what: string, collect: boolean]>([
    ['has no output with collect: false', false],
    ['has the output otherwise', true],
  ])('raw of a stream that arrives as complete JSON %s', async (_what, collect) => {
    const text = 'All of the text';
    await using server = await startServer(({ write }) => write(rawResponse(subject.whole(text))));
    const response = await open(subject, server.url).stream({ collect }).response();
    expect(response.text).toBe(collect ? text : '');
    expect(response.raw).toBeDefined();
    expect(JSON.stringify(response.raw).includes(text)).toBe(collect);
  });
});

test.each(TRANSPORTS)('$title: raw of a completion has no output with collect: false', async (subject) => {
  const body = { choices: [{ index: 0, text: 'All of the text', finish_reason: 'stop' }] };
  await using server = await startServer(({ write }) => write(rawResponse(JSON.stringify(body))));
  const stream = open(subject, server.url).client.completeStream({ prompt: 'p' }, { collect: false });
  const { raw } = await stream.response();
  expect(raw).toBeDefined();
  expect(JSON.stringify(raw)).not.toContain('All of the text');
});

test.each(TRANSPORTS)('$title: accepts a stream of exactly maxStreamBytes', async (subject) => {
  const body = subject.piece('Hello') + subject.end('Hello');
  await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(body) + LAST_CHUNK));
  const at = (maxStreamBytes: number) => open(subject, server.url, { limits: { maxStreamBytes } }).stream().response();
  expect((await at(body.length)).text).toBe('Hello');
  expect(await rejection(at(body.length - 1))).toMatchObject({ code: 'limit_exceeded' });
});

test.each(SUBJECTS.filter(({ name }) => name === 'llamacpp'))(
  '$title: counts a resumed stream in total',
  async (subject) => {
    const half = subject.piece('Hello').repeat(20);
    await using server = await HttpServer.listen((response, { method }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method === 'GET') response.write(half);
      else response.write(half, () => response.socket?.destroy());
    });
    const { stream } = open(subject, server.url, {
      limits: { maxStreamBytes: half.length + 10 },
      resume: true,
      retry: { baseDelayMs: 0 },
    });
    const failed = rejection(stream().response());
    expect(await failed).toMatchObject({ code: 'limit_exceeded', partial: { text: 'Hello'.repeat(20) } });
    expect(server.requests.map(({ method }) => method)).toContain('GET');
  },
);

test.each(TRANSPORTS)('$transport: does not end a subscription to model events', async (subject) => {
  const event = 'data: {"model":"m","event":"status"}\n\n';
  await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(event.repeat(3))));
  const transport = subject.create(new FakeClock());
  const api = new LlamaCppApi({ baseUrl: server.url, transport, limits: { maxStreamBytes: event.length } });
  const events = api.modelEvents()[Symbol.asyncIterator]();
  for (let count = 0; count < 3; count += 1) expect(await events.next()).toMatchObject({ done: false });
  await events.return?.();
  await api.close();
  await transport.close();
});
