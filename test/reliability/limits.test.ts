import { setImmediate } from 'node:timers/promises';
import { createClient } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { chunk, CHUNKED_EVENTS, rawHead, rawResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { MESSAGES, open, rejection, type Opened } from './support/client.ts';
import { DIALECTS } from './support/dialects.ts';
import { flood } from './support/flood.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS } from './support/subjects.ts';

const MiB = 1024 * 1024;
const LIMITS = { maxEventBytes: 2 * MiB, maxBodyBytes: 2 * MiB };

const JSON_HEAD = rawHead(200, { 'content-type': 'application/json', connection: 'close' });
const EVENT_HEAD = rawHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
const chat = (opened: Opened): Promise<unknown> => opened.chat();
const stream = (opened: Opened): Promise<unknown> => opened.stream().response();

/** Responses that do not end, and the code of the resulting error. */
const ENDLESS: readonly [
  what: string,
  call: (opened: Opened) => Promise<unknown>,
  begin: string,
  piece: string,
  code: string,
][] = [
  ['an event with one line', stream, `${EVENT_HEAD}data: {"x":"`, 'x', 'limit_exceeded'],
  ['an event with many lines', stream, EVENT_HEAD, 'data: "x",\n', 'limit_exceeded'],
  ['a comment', stream, `${EVENT_HEAD}: `, 'x', 'limit_exceeded'],
  ['a line that is not a field', stream, `${EVENT_HEAD}oops `, 'x', 'limit_exceeded'],
  ['a line that is an error', stream, `${EVENT_HEAD}error: `, 'x', 'limit_exceeded'],
  ['JSON instead of a stream', stream, `${JSON_HEAD}{"x":"`, 'x', 'limit_exceeded'],
  [
    'JSON in chunks of one byte instead of a stream',
    stream,
    `${CHUNKED_EVENTS}1\r\n{\r\n`,
    '1\r\nx\r\n',
    'limit_exceeded',
  ],
  ['an HTML page instead of a stream', stream, `${JSON_HEAD}<html>`, 'x', 'limit_exceeded'],
  ['a body', chat, `${JSON_HEAD}{"x":"`, 'x', 'limit_exceeded'],
  ['a body in chunks of one byte', chat, `${CHUNKED_EVENTS}1\r\n{\r\n`, '1\r\nx\r\n', 'limit_exceeded'],
  ['the body of an error response', chat, `${rawHead(500, { connection: 'close' })}{"error":"`, 'x', 'server_error'],
  [
    'the body of an error response to a stream request',
    stream,
    `${rawHead(500, { connection: 'close' })}<html>`,
    'x',
    'server_error',
  ],
];

describe.each(PROVIDERS)('$title', (subject) => {
  // In newline-delimited JSON, every item has exactly one line.
  test.each(ENDLESS.filter(([what]) => subject.framing === 'sse' || what !== 'an event with many lines'))(
    '%s that does not end is aborted, and its socket is closed',
    async (_what, call, begin, piece, code) => {
      await using server = await startServer((exchange) => flood(exchange, begin, piece));
      const opened = open(subject, server.url, { limits: LIMITS, retry: false });
      const before = process.memoryUsage();
      const error = await rejection(call(opened));
      const after = process.memoryUsage();
      expect(error.code).toBe(code);
      expect(error.message).toMatch(code === 'limit_exceeded' ? /max(?:Event|Body)Bytes/ : /status 500/);
      expect((error as { rawBody?: string }).rawBody?.length ?? 0).toBeLessThanOrEqual(64 * 1024);
      // Most of what the server has written is in socket buffers.
      const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
      expect(grown).toBeLessThan(150 * MiB);
      await (
        await server.received()
      ).closed;
    },
  );
});

describe.each(TRANSPORTS)('$title', (subject) => {
  test('a response just within the limits is accepted', async () => {
    const text = 'x'.repeat(MiB);
    await using server = await startServer(({ write, body }) =>
      write(
        /"stream":true/.test(body)
          ? CHUNKED_EVENTS + chunk(subject.piece(text) + subject.end(text))
          : rawResponse(subject.whole(text)),
      ),
    );
    const opened = open(subject, server.url, { limits: LIMITS });
    expect(await opened.chat()).toBe(text);
    expect((await opened.stream().response()).text).toBe(text);
  });

  test('an announced content length does not allocate more memory than the limit', async () => {
    const begin = '{"x":"';
    const length = String(64 * MiB);
    await using server = await startServer(({ write }) =>
      write(rawHead(200, { 'content-type': 'application/json', 'content-length': length }) + begin),
    );
    const opened = open(subject, server.url, { limits: LIMITS });
    const controller = new AbortController();
    const before = process.memoryUsage().arrayBuffers;
    const read = opened.bytes(begin.length);
    const failed = rejection(opened.chat({ signal: controller.signal }));
    await read;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * MiB);
    controller.abort();
    expect((await failed).code).toBe('aborted');
  });

  test('an unset limit keeps its default', async () => {
    const text = 'x'.repeat(3 * MiB);
    await using server = await startServer(({ write }) => write(rawResponse(subject.whole(text))));
    expect(await open(subject, server.url, { limits: { maxEventBytes: 10 } }).chat()).toHaveLength(text.length);
  });
});

describe.each(DIALECTS)('$name: a huge event', (dialect) => {
  // Scanning the received data again at each read would take minutes, so finishing at all proves that it is not.
  test.for([
    [64, 16],
    [1024, 64],
  ] as const)(
    'in reads of %d bytes is not scanned again at each read (%d MiB)',
    { timeout: 60_000 },
    async ([readBytes, size], { signal }) => {
      const text = 'x'.repeat(size * MiB);
      const bytes = new TextEncoder().encode(dialect.piece(text) + dialect.end(text));
      async function* reads(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += readBytes) {
          // Yields, so that the timeout of the test can fire.
          if (at % (1024 * readBytes) === 0) await setImmediate();
          yield bytes.subarray(at, at + readBytes);
        }
      }
      const { plugin, provider, route } = dialect;
      const transport = new FakeTransport({ headers: { 'content-type': 'text/event-stream' }, body: reads() });
      await using client = createClient({
        plugins: [plugin],
        config: { provider, model: 'm', limits: { maxEventBytes: 128 * MiB } },
        transport,
      });
      const response = await client.chatStream({ messages: MESSAGES }, { route, signal }).response();
      expect(response.text === text).toBe(true);
    },
  );
});
