import { chunk, CHUNKED_EVENTS, HttpServer, RawServer, rejectionOf, sendJson, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { PullIterator } from '../src/stream/pull-iterator.js';
import { opener, transports } from './support/open-client.js';
import { DONE, event, POST, source, streamed } from './support/http-events.js';
import { listen, Listener } from './support/listener.js';

describe.each(transports)('HttpClient.requestStream over $name', ({ create }) => {
  const open = opener(create);

  test('sends one request for each subscription, and nothing before it', async () => {
    await using server = await HttpServer.listen((response) => void response.end(event(1) + DONE));
    const { client } = open(server.url);
    const stream = source(client);
    await settled();
    expect(server.requests).toEqual([]);
    for (let times = 0; times < 2; times += 1) {
      const listener = new Listener();
      stream.subscribe(listener);
      await listener.ended;
      expect(listener.heard).toEqual([1, 'complete']);
    }
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]?.headers.accept).toBe('text/event-stream, application/json');
    const other = listen(source(client, { ...POST, accept: 'application/x-ndjson' }));
    await other.ended;
    expect(server.requests.at(-1)?.headers.accept).toBe('application/x-ndjson');
  });

  test('emits every event as soon as it arrives, however it is split', async () => {
    await using server = await RawServer.listen();
    const { listener } = await streamed(open(server.url), server, CHUNKED_EVENTS + chunk(': hello\n\ndata: {"a"'));
    const connection = await server.connection();
    connection.write(chunk(':1}\n\n'));
    await listener.heardSoMany(1);
    expect(listener.heard).toEqual([{ a: 1 }]);
    connection.write(chunk(event({ a: 2 }) + event({ a: 3 }) + DONE) + chunk(''));
    await listener.ended;
    expect(listener.heard).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, 'complete']);
  });

  test.each<[string, string, string, unknown]>([
    ['events with the content type of JSON', 'application/json', event(1) + DONE, 1],
    ['events without a content type', '', event(1) + DONE, 1],
    ['a JSON body instead of events', 'application/json', '{"a":1}', { whole: { a: 1 } }],
    ['a JSON body with the content type of events', 'text/event-stream', '{"a":1}', { whole: { a: 1 } }],
  ])('accepts %s', async (_name, type, body, expected) => {
    await using server = await HttpServer.listen((response) => {
      if (type !== '') response.setHeader('content-type', type);
      response.end(body);
    });
    const listener = listen(source(open(server.url).client));
    await listener.ended;
    expect(listener.heard).toEqual([expected, 'complete']);
  });

  describe('the end', () => {
    test('is reported at [DONE] while the connection is still open, which is closed 200 ms later', async () => {
      await using server = await RawServer.listen();
      const { clock, listener } = await streamed(open(server.url), server, CHUNKED_EVENTS + chunk(event(1) + DONE));
      await listener.ended;
      expect(listener.heard).toEqual([1, 'complete']);
      const connection = await server.connection();
      expect(clock.timers).toBe(1);
      clock.advance(199);
      await settled();
      expect(connection.socket.destroyed).toBe(false);
      clock.advance(1);
      await expect(connection.closed).resolves.toBeUndefined();
    });

    test('allows the connection to be reused if its response ends in time', async () => {
      await using server = await RawServer.listen();
      const { client, clock, listener } = await streamed(
        open(server.url),
        server,
        CHUNKED_EVENTS + chunk(event(1) + DONE),
      );
      await listener.ended;
      (await server.connection()).write(chunk(''));
      while (clock.timers > 0) await settled();
      await settled();
      const second = listen(source(client));
      await server.respond(CHUNKED_EVENTS + chunk(DONE) + chunk(''));
      await second.ended;
      while (clock.timers > 0) await settled();
      expect(server.connections).toHaveLength(1);
    });

    test('is not affected by what follows, or by how the connection ends', async () => {
      await using server = await RawServer.listen();
      const { clock, listener } = await streamed(open(server.url), server, CHUNKED_EVENTS + chunk(DONE));
      await listener.ended;
      const connection = await server.connection();
      connection.write(chunk(event({ error: 'late' })));
      connection.socket.destroy();
      while (clock.timers > 0) await settled();
      expect(listener.heard).toEqual(['complete']);
    });

    test('may be the end of the connection if the events are complete', async () => {
      await using server = await HttpServer.listen((response) => void response.end(event({ end: true })));
      const listener = listen(source(open(server.url).client));
      await listener.ended;
      expect(listener.heard).toEqual([{ end: true }, 'complete']);
    });

    test('is reported to a consumer that has paused', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      const subscription = source(client).subscribe({
        next(value) {
          listener.next(value);
          subscription.pause();
        },
        error: (error) => listener.error(error),
        complete: () => listener.complete(),
      });
      await server.respond(CHUNKED_EVENTS + chunk(event(1) + DONE) + chunk(''));
      await listener.ended;
      expect(listener.heard).toEqual([1, 'complete']);
      while (clock.timers > 0) await settled();
      expect((await server.connection()).socket.destroyed).toBe(false);
    });
  });

  test('a slow consumer makes the server wait', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const iterator = new PullIterator(source(client));
    const first = iterator.next();
    const batch = chunk(event({ text: 'x'.repeat(1000) }).repeat(100));
    await server.respond(CHUNKED_EVENTS);
    const { socket } = await server.connection();
    const BATCHES = 300;
    for (let batches = 0; batches < BATCHES; batches += 1) socket.write(batch);
    socket.write(chunk(DONE) + chunk(''));
    await first;
    let left = socket.writableLength;
    for (let still = 0; still < 30; still += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (socket.writableLength !== left) still = 0;
      left = socket.writableLength;
    }
    expect(left).toBeGreaterThan(batch.length * 50);
    let count = 1;
    for await (const _ of iterator) count += 1;
    expect(count).toBe(BATCHES * 100);
    while (clock.timers > 0) await settled();
  });

  describe('a concurrency slot', () => {
    test.each<[string, (subscription: { cancel(): void }, listener: Listener) => Promise<void> | void]>([
      ['complete', (_subscription, listener) => listener.ended],
      ['canceled', (subscription) => subscription.cancel()],
    ])('is released by a stream that is %s', async (_name, finish) => {
      await using server = await HttpServer.listen((response) => void response.end(event(1) + DONE));
      const { client } = open(server.url, { maxConcurrent: 1 });
      for (let streams = 0; streams < 3; streams += 1) {
        const listener = new Listener();
        await finish(source(client).subscribe(listener), listener);
      }
      const last = listen(source(client));
      await last.ended;
      expect(last.heard).toEqual([1, 'complete']);
    });

    test('is not taken by a stream that is canceled while it waits', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client } = open(server.url, { maxConcurrent: 1 });
      const first = source(client).subscribe(new Listener());
      await server.received(1);
      const waiting = new Listener();
      source(client).subscribe(waiting).cancel();
      const next = source(client).subscribe(new Listener());
      first.cancel();
      await server.received(2);
      next.cancel();
      await settled();
      expect(server.requests).toHaveLength(2);
      expect(waiting.heard).toEqual([]);
    });
  });

  test('errors reject next() of a PullIterator', async () => {
    await using server = await HttpServer.listen((response) => sendJson(response, { error: 'no' }, 400));
    const iterator = new PullIterator(source(open(server.url).client));
    expect(await rejectionOf(iterator.next())).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});
