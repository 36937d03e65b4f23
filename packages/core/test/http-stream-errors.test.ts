import { chunk, CHUNKED_EVENTS, HttpServer, rawResponse, RawServer, sendJson, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { opener, transports } from './support/open-client.js';
import { DONE, event, source } from './support/http-events.js';
import { listen, Listener } from './support/listener.js';

describe.each(transports)('HttpClient.requestStream over $name', ({ create }) => {
  const open = opener(create);

  describe('an error', () => {
    test.each<[string, (server: RawServer) => Promise<unknown>, object]>([
      [
        'for a 401 response',
        (server) => server.respond(rawResponse('{"error":"no"}', 401)),
        { code: 'authentication', status: 401 },
      ],
      [
        'within an event',
        (server) => server.respond(CHUNKED_EVENTS + chunk(event(1) + event({ error: 'boom' }))),
        { name: 'ApiError', code: 'server_error', status: 200 },
      ],
      [
        'within a field line',
        (server) => server.respond(CHUNKED_EVENTS + chunk('error: boom\n\n')),
        { name: 'ApiError' },
      ],
      [
        'for an event that is not JSON',
        (server) => server.respond(CHUNKED_EVENTS + chunk('data: {"a\n\n')),
        { code: 'parse_error' },
      ],
      ['for an HTML page', (server) => server.respond(rawResponse('<html></html>')), { code: 'unexpected_response' }],
      ['for a response without events', (server) => server.respond(rawResponse('')), { code: 'stream_truncated' }],
      [
        'for a stream without an end',
        (server) => server.respond(CHUNKED_EVENTS + chunk(event(1)) + chunk('')),
        { code: 'stream_truncated' },
      ],
      [
        'for an event that is too large',
        (server) => server.respond(CHUNKED_EVENTS + chunk(`data: ${'x'.repeat(5000)}`)),
        { code: 'limit_exceeded' },
      ],
      [
        'for a connection that closed early',
        async (server) => {
          await server.respond(CHUNKED_EVENTS + chunk(event(1)));
          (await server.connection()).socket.destroy();
        },
        { code: 'connection_failed', retryable: false },
      ],
    ])(
      '%s ends the stream, names the provider and the attempts, and frees the concurrency slot',
      async (_name, play, expected) => {
        await using server = await RawServer.listen();
        // The token is requested by each call that has a slot.
        let tokens = 0;
        const { client, clock } = open(server.url, {
          maxConcurrent: 1,
          limits: { maxBodyBytes: 1000, maxStreamBytes: 1e9, maxEventBytes: 1000 },
          apiToken: () => `token-${(tokens += 1)}`,
        });
        const listener = listen(source(client));
        await play(server);
        await listener.ended;
        expect(listener.failure).toMatchObject({ ...expected, provider: 'p', attempts: 1 });
        expect(clock.timers).toBe(0);
        const next = source(client).subscribe(new Listener());
        await settled();
        expect(tokens).toBe(2);
        next.cancel();
      },
    );

    test('thrown by an observer ends the stream', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const failure = new Error('the observer failed');
      const listener = new Listener();
      source(client).subscribe({
        next() {
          throw failure;
        },
        error: (error) => listener.error(error),
        complete: () => listener.complete(),
      });
      await server.respond(CHUNKED_EVENTS + chunk(event(1) + event(2)));
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'unexpected_response', cause: failure });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('before the first event is retried', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? sendJson(response, {}, 503, { 'retry-after': '2' }) : void response.end(event(number) + DONE),
      );
      const { client, clock } = open(server.url);
      const listener = listen(source(client));
      await clock.waitForTimer(2000);
      clock.advance(2000);
      await listener.ended;
      expect(listener.heard).toEqual([2, 'complete']);
    });

    test('after the response has begun is not retried', async () => {
      await using server = await HttpServer.listen(
        (response) => void response.end(event({ error: { message: 'slow', code: 429 } })),
      );
      const listener = listen(source(open(server.url).client));
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'rate_limited', attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });
  });
});
