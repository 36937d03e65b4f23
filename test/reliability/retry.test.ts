import { chunk, CHUNKED_EVENTS, LAST_CHUNK, type Play, rawHead, rawResponse, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { RetryOptions } from '@lmux/core';
import { hear, open, rejection, type Opened } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS } from './support/subjects.ts';
import { hello, refuses } from './support/plays.ts';

type Call = (opened: Opened) => Promise<unknown>;

const CALLS: readonly [what: string, call: Call][] = [
  ['a call', ({ chat }) => chat()],
  ['a stream', async ({ stream }) => (await stream().response()).text],
];

/** Failures after which a call is retried, because it cannot have had an effect. */
const RETRIED: readonly [what: string, play: Play][] = [
  ...[408, 429, 502, 503, 504, 529].map((status): [string, Play] => [`status ${status}`, refuses(status)]),
  [
    'an HTML page of a proxy',
    refuses(502, '<html><title>502 Bad Gateway</title></html>', { 'content-type': 'text/html' }),
  ],
  ['a model that is loading', refuses(503, '{"error":{"message":"Loading model","type":"unavailable_error"}}')],
  ['a model that is loading, with status 400', refuses(400, '{"error":"Model is loading, please retry."}')],
];

/** Failures after which a call is not retried, because it may have had an effect or waiting does not help. */
const NOT_RETRIED: readonly [what: string, play: Play, code: string][] = [
  ['status 400', refuses(400), 'invalid_request'],
  ['status 401', refuses(401), 'authentication'],
  ['status 403', refuses(403), 'permission_denied'],
  ['status 404', refuses(404), 'not_found'],
  ['status 409', refuses(409), 'invalid_request'],
  ['status 422', refuses(422), 'invalid_request'],
  ['status 500', refuses(500), 'server_error'],
  ['an exhausted quota', refuses(429, '{"error":{"message":"x","code":"insufficient_quota"}}'), 'quota_exceeded'],
  [
    'a wrong key, with status 503',
    refuses(503, '{"error":{"message":"x","code":"invalid_api_key"}}'),
    'authentication',
  ],
  [
    'a prompt that is too long, with status 503',
    refuses(503, '{"error":{"message":"x","code":"context_length_exceeded"}}'),
    'context_overflow',
  ],
  ['a request whose connection is reset', ({ socket }) => socket.resetAndDestroy(), 'connection_failed'],
  ['a request whose connection is closed', ({ socket }) => socket.end(), 'connection_failed'],
  [
    'a response that ends early',
    ({ socket }) => socket.end(rawHead(200, { 'content-length': '99' }) + '{'),
    'connection_failed',
  ],
  ['a response that is not JSON', ({ write }) => write(rawResponse('oops')), 'parse_error'],
];

describe.each(PROVIDERS)('$title', (subject) => {
  describe.each(CALLS)('%s', (what, call) => {
    test.each(RETRIED)('is retried after %s', async (_case, play) => {
      await using server = await startServer((exchange, number) =>
        number <= 2 ? play(exchange, number) : hello(subject)(exchange, number),
      );
      const opened = open(subject, server.url);
      const running = call(opened);
      // Half of the exponential delay, since the jitter of this test is 0.5.
      await opened.clock.waitForTimer(250);
      opened.clock.advance(250);
      await opened.clock.waitForTimer(500);
      opened.clock.advance(500);
      expect(await running).toBe('Hello');
      const bodies = server.requests.map(({ body }) => body);
      expect(new Set(bodies).size, 'the same request').toBe(1);
      expect(bodies).toHaveLength(3);
    });

    test.each(NOT_RETRIED)('is not retried after %s', async (_case, play, code) => {
      await using server = await startServer(play);
      const opened = open(subject, server.url);
      const error = await rejection(call(opened));
      const ofStreams = ['connection_failed', 'parse_error', 'stream_truncated', 'unexpected_response'];
      expect([code, ...(ofStreams.includes(code) ? ofStreams : [])]).toContain(error.code);
      expect(error).toMatchObject({ attempts: 1, provider: subject.provider });
      expect(server.requests).toHaveLength(1);
      expect(opened.clock.now()).toBe(0);
    });

    test('is retried after a refused connection, and the error contains the address and the number of attempts', async () => {
      const { url } = await closedServer();
      const opened = open(subject, url);
      const failed = rejection(call(opened));
      await opened.clock.waitForTimer(250);
      opened.clock.advance(250);
      await opened.clock.waitForTimer(500);
      opened.clock.advance(500);
      const error = await failed;
      expect(error).toMatchObject({ code: 'connection_failed', attempts: 3, retryable: true });
      expect(error.message).toContain('127.0.0.1');
    });

    test.each<[string, RetryOptions | number | false, number]>([
      ['retry: false', false, 1],
      ['retry: 0', 0, 1],
      ['retry: 1', 1, 2],
      ['retry: { maxRetries: 4 }', { maxRetries: 4, baseDelayMs: 0 }, 5],
    ])('is sent as often as %s allows', async (_setting, retry, attempts) => {
      await using server = await startServer(refuses(503));
      const opened = open(subject, server.url, {
        retry: typeof retry === 'number' ? { maxRetries: retry, baseDelayMs: 0 } : retry,
      });
      expect(await rejection(call(opened))).toMatchObject({ code: 'overloaded', status: 503, attempts });
      expect(server.requests).toHaveLength(attempts);
    });

    test('can be aborted while it waits for a retry, and keeps the reason', async () => {
      await using server = await startServer(refuses(429, '{}', { 'retry-after': '25' }));
      const opened = open(subject, server.url);
      const controller = new AbortController();
      const { signal } = controller;
      const failed = rejection(what === 'a call' ? opened.chat({ signal }) : opened.stream({ signal }).response());
      await opened.clock.waitForTimer(25_000);
      controller.abort('changed my mind');
      expect(await failed).toMatchObject({ code: 'aborted', cause: 'changed my mind', attempts: 1 });
      expect(opened.clock.timers).toBe(0);
    });
  });

  test('a response that has begun is not retried, whatever its error contains', async () => {
    await using server = await startServer(({ write }) =>
      write(
        CHUNKED_EVENTS +
          chunk(subject.piece('Hel') + subject.event('{"error":{"message":"slow down","code":429}}')) +
          LAST_CHUNK,
      ),
    );
    const { error, text } = await hear(open(subject, server.url).stream());
    expect(text).toBe('Hel');
    expect(error).toMatchObject({ attempts: 1, partial: { text: 'Hel' } });
    expect(server.requests).toHaveLength(1);
  });
});

async function closedServer(): Promise<{ url: string }> {
  await using server = await startServer();
  return { url: server.url };
}

describe.each(TRANSPORTS.filter(({ transport }) => transport === 'UndiciTransport'))('$title', (subject) => {
  test('a dead kept-alive connection causes neither a wait nor an error', async () => {
    await using server = await startServer((exchange, number) =>
      number === 2 ? exchange.socket.resetAndDestroy() : hello(subject)(exchange, number),
    );
    const { chat, clock } = open(subject, server.url);
    expect(await chat()).toBe('Hello');
    await settled();
    expect(await chat()).toBe('Hello');
    expect(clock.now()).toBe(0);
    expect(server.connections).toHaveLength(2);
  });
});

describe.each(PROVIDERS.filter(({ provider }) => provider === 'lmstudio'))(
  '$title: operations with an effect',
  (subject) => {
    test.each<[string, (opened: Opened) => Promise<unknown>]>([
      ['a load', ({ client }) => client.models.load({ model: 'm' })],
      ['a download', ({ client }) => client.models.download({ model: 'm' })],
    ])('%s is never retried', async (_what, call) => {
      await using server = await startServer(refuses(503, '{}', { 'retry-after': '1' }));
      expect(await rejection(call(open(subject, server.url)))).toMatchObject({ attempts: 1, status: 503 });
      expect(server.requests).toHaveLength(1);
    });
  },
);
