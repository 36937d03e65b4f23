import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { IncomingJson } from '../src/contract/json.js';
import type { HttpCall } from '../src/http/http-call.js';
import type { HttpClient } from '../src/http/http-client.js';
import type { JsonHttpClientOptions } from '../src/http/json-http-client.js';
import { SseJsonDecoder } from '../src/decode/sse-json-decoder.js';
import { PullIterator } from '../src/stream/pull-iterator.js';
import type { PushSource } from '../src/stream/push-source.js';
import { HttpServer, json } from './support/http-server.js';
import { openClient, transports, type OpenClient } from './support/open-client.js';
import { answer, CHUNKED, chunk, RawServer } from './support/raw-server.js';
import { Recorder } from './support/recorder.js';
import { rejection } from './support/rejection.js';
import { settled } from './support/settled.js';

const POST: HttpCall = { method: 'POST', path: '/chat', body: { stream: true } };
const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const DONE = 'data: [DONE]\n\n';

/** The events of an answer, as parsed; complete at `[DONE]`, or once one has `end`. */
function source(client: HttpClient, call: HttpCall = POST): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    let complete = false;
    return new SseJsonDecoder(
      {
        sentinel: '[DONE]',
        event(value: { end?: boolean }) {
          complete ||= value.end === true;
          emit(value);
        },
        whole: (value) => emit({ whole: value }),
        complete: () => complete,
      },
      context,
    );
  });
}

/** A recorder that tells when it has heard something. */
class Listener extends Recorder<IncomingJson> {
  #onHeard: (() => void) | undefined;

  override next(value: IncomingJson): void {
    super.next(value);
    this.#onHeard?.();
  }

  async heardSoMany(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise<void>((resolve) => (this.#onHeard = resolve));
  }

  /** The error that it ended with. */
  get failure(): unknown {
    return (this.heard.at(-1) as { error?: unknown }).error;
  }
}

describe.each(transports)('HttpClient.requestStream over $name', ({ create }) => {
  const open = (baseUrl: string, changes?: Partial<JsonHttpClientOptions>): OpenClient =>
    openClient(baseUrl, create, changes);

  test('sends nothing before it is subscribed to, and one request a subscription', async () => {
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
    const other = new Listener();
    source(client, { ...POST, accept: 'application/x-ndjson' }).subscribe(other);
    await other.ended;
    expect(server.requests.at(-1)?.headers.accept).toBe('application/x-ndjson');
  });

  test('gives every event as it comes, however it is cut', async () => {
    await using server = await RawServer.listen();
    const { client } = open(server.url);
    const listener = new Listener();
    source(client).subscribe(listener);
    await server.answer(CHUNKED + chunk(': hello\n\ndata: {"a"'));
    const connection = await server.connection();
    connection.write(chunk(':1}\n\n'));
    await listener.heardSoMany(1);
    expect(listener.heard).toEqual([{ a: 1 }]);
    connection.write(chunk(event({ a: 2 }) + event({ a: 3 }) + DONE) + chunk(''));
    await listener.ended;
    expect(listener.heard).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }, 'complete']);
  });

  test.each<[string, string, string, unknown]>([
    ['events under the name of JSON', 'application/json', event(1) + DONE, 1],
    ['events without a name', '', event(1) + DONE, 1],
    ['a JSON body instead of events', 'application/json', '{"a":1}', { whole: { a: 1 } }],
    ['a JSON body under the name of events', 'text/event-stream', '{"a":1}', { whole: { a: 1 } }],
  ])('sees through %s', async (_name, type, body, expected) => {
    await using server = await HttpServer.listen((response) => {
      if (type !== '') response.setHeader('content-type', type);
      response.end(body);
    });
    const listener = new Listener();
    source(open(server.url).client).subscribe(listener);
    await listener.ended;
    expect(listener.heard).toEqual([expected, 'complete']);
  });

  describe('the end', () => {
    test('is told at [DONE], though the connection stays open; that is closed a moment later', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1) + DONE));
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

    test('lets a connection that ends its response in time be reused', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1) + DONE));
      await listener.ended;
      (await server.connection()).write(chunk(''));
      while (clock.timers > 0) await settled();
      await settled();
      const second = new Listener();
      source(client).subscribe(second);
      await server.answer(CHUNKED + chunk(DONE) + chunk(''));
      await second.ended;
      while (clock.timers > 0) await settled();
      expect(server.connections).toHaveLength(1);
    });

    test('takes no notice of what follows it, nor of how the connection ends', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(DONE));
      await listener.ended;
      const connection = await server.connection();
      connection.write(chunk(event({ error: 'late' })));
      connection.socket.destroy();
      while (clock.timers > 0) await settled();
      expect(listener.heard).toEqual(['complete']);
    });

    test('may be that of the connection, when the events are complete', async () => {
      await using server = await HttpServer.listen((response) => void response.end(event({ end: true })));
      const listener = new Listener();
      source(open(server.url).client).subscribe(listener);
      await listener.ended;
      expect(listener.heard).toEqual([{ end: true }, 'complete']);
    });

    test('comes through to a consumer that had paused', async () => {
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
      await server.answer(CHUNKED + chunk(event(1) + DONE) + chunk(''));
      await listener.ended;
      expect(listener.heard).toEqual([1, 'complete']);
      while (clock.timers > 0) await settled();
      expect((await server.connection()).socket.destroyed).toBe(false);
    });
  });

  describe('an error', () => {
    test.each<[string, (server: RawServer) => Promise<unknown>, object]>([
      [
        'refused',
        (server) => server.answer(answer('{"error":"no"}', 'HTTP/1.1 401 No')),
        { code: 'authentication', status: 401 },
      ],
      [
        'an event',
        (server) => server.answer(CHUNKED + chunk(event(1) + event({ error: 'boom' }))),
        { name: 'ApiError', code: 'server_error', status: 200 },
      ],
      ['a field line', (server) => server.answer(CHUNKED + chunk('error: boom\n\n')), { name: 'ApiError' }],
      ['not JSON', (server) => server.answer(CHUNKED + chunk('data: {"a\n\n')), { code: 'parse_error' }],
      ['a page', (server) => server.answer(answer('<html></html>')), { code: 'unexpected_response' }],
      ['no events', (server) => server.answer(answer('')), { code: 'stream_truncated' }],
      ['no end', (server) => server.answer(CHUNKED + chunk(event(1)) + chunk('')), { code: 'stream_truncated' }],
      [
        'too large',
        (server) => server.answer(CHUNKED + chunk(`data: ${'x'.repeat(5000)}`)),
        { code: 'limit_exceeded' },
      ],
      [
        'broken off',
        async (server) => {
          await server.answer(CHUNKED + chunk(event(1)));
          (await server.connection()).socket.destroy();
        },
        { code: 'connection_failed', retryable: false },
      ],
    ])(
      '%s is the last thing that is heard; it names provider and attempts, and frees the place',
      async (_name, play, expected) => {
        await using server = await RawServer.listen();
        // Asked for by each call that has a place.
        let tokens = 0;
        const { client, clock } = open(server.url, {
          maxConcurrent: 1,
          limits: { maxBodyBytes: 1000, maxEventBytes: 1000 },
          apiToken: () => `token-${(tokens += 1)}`,
        });
        const listener = new Listener();
        source(client).subscribe(listener);
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

    test('of an observer that throws ends the stream', async () => {
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
      await server.answer(CHUNKED + chunk(event(1) + event(2)));
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'unexpected_response', cause: failure });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('before the first event is worth a retry', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? json(response, {}, 503, { 'retry-after': '2' }) : void response.end(event(number) + DONE),
      );
      const { client, clock } = open(server.url);
      const listener = new Listener();
      source(client).subscribe(listener);
      await clock.waitForTimer(2000);
      clock.advance(2000);
      await listener.ended;
      expect(listener.heard).toEqual([2, 'complete']);
    });

    test('after the response has begun is not', async () => {
      await using server = await HttpServer.listen(
        (response) => void response.end(event({ error: { message: 'slow', code: 429 } })),
      );
      const listener = new Listener();
      source(open(server.url).client).subscribe(listener);
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'rate_limited', attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('canceling closes the socket at once', () => {
    test('by cancel before the head', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const listener = new Listener();
      const subscription = source(client).subscribe(listener);
      const connection = await server.connection();
      await connection.request();
      subscription.cancel();
      subscription.cancel();
      await expect(connection.closed).resolves.toBeUndefined();
      expect(clock.timers).toBe(0);
      expect(listener.heard).toEqual([]);
    });

    test('by cancel within an event', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const heard: unknown[] = [];
      const subscription = source(client).subscribe({
        next(value) {
          heard.push(value);
          subscription.cancel();
        },
        error: (error) => heard.push(error),
        complete: () => heard.push('complete'),
      });
      await server.answer(CHUNKED + chunk(event(1) + event(2) + DONE));
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      expect(heard).toEqual([1]);
    });

    test('by break of a loop', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      void server.answer(CHUNKED + chunk(event(1)));
      for await (const _ of new PullIterator(source(client))) break;
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by cancel before anything is sent', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client, clock } = open(server.url, { apiToken: async () => 'token' });
      const listener = new Listener();
      source(client).subscribe(listener).cancel();
      await settled();
      expect(server.requests).toEqual([]);
      expect(clock.timers).toBe(0);
      expect(listener.heard).toEqual([]);
    });

    test('by abort, also while the server is silent; the signal keeps no listener', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const listener = new Listener();
      source(client, { ...POST, options: { signal: controller.signal } }).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      controller.abort(reason);
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'aborted', cause: reason, provider: 'p' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('by abort of one that is paused', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const controller = new AbortController();
      const listener = new Listener();
      const subscription = source(client, { ...POST, options: { signal: controller.signal } }).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      subscription.pause();
      controller.abort();
      await listener.ended;
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('by close of the client', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      client.close();
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'closed', provider: 'p' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
      const late = new Listener();
      source(client).subscribe(late);
      await late.ended;
      expect(late.failure).toMatchObject({ code: 'closed' });
    });
  });

  describe('the timeout', () => {
    test('of the whole call is off by default', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { firstByte: 0, idle: 0 } });
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      expect(clock.timers).toBe(0);
      (await server.connection()).write(chunk(DONE) + chunk(''));
      await listener.ended;
      while (clock.timers > 0) await settled();
    });

    test('of silence ends a stream that stalls', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 700 } });
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      clock.advance(700);
      await listener.ended;
      expect(listener.failure).toMatchObject({
        code: 'idle_timeout',
        message: expect.stringContaining('timeouts.idle'),
      });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('of bytes is fed by comments, that of events is not', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 100, eventIdle: 250 } });
      const listener = new Listener();
      source(client).subscribe(listener);
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      const connection = await server.connection();
      for (let comments = 2; comments <= 4; comments += 1) {
        clock.advance(80);
        // The event that goes with it, of another stream, tells that the comment has arrived.
        connection.write(chunk(': keep-alive\n\n'));
        const other = new Listener();
        source(client, { ...POST, options: { timeouts: { idle: 0, eventIdle: 0 } } }).subscribe(other);
        await server.answer(CHUNKED + chunk(event(1)), comments - 1);
        await other.heardSoMany(1);
        await settled();
      }
      expect(listener.heard).toEqual([1]);
      clock.advance(10);
      await listener.ended;
      expect(listener.failure).toMatchObject({
        code: 'idle_timeout',
        message: expect.stringContaining('timeouts.eventIdle'),
      });
      client.close();
    });

    test('stands still while the consumer has paused, and goes on with it', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 100, eventIdle: 100 } });
      const listener = new Listener();
      const subscription = source(client).subscribe({
        next(value) {
          // Pausing within an event is what consumers do: the end of that event must not start the clock again.
          if (value === 1) subscription.pause();
          listener.next(value);
        },
        error: (error) => listener.error(error),
        complete: () => listener.complete(),
      });
      await server.answer(CHUNKED + chunk(event(1)));
      await listener.heardSoMany(1);
      clock.advance(100_000);
      await settled();
      expect(listener.heard).toEqual([1]);
      subscription.resume();
      (await server.connection()).write(chunk(event(2)));
      await listener.heardSoMany(2);
      clock.advance(100);
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'idle_timeout' });
    });
  });

  test('a consumer that does not keep up makes the server wait', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const iterator = new PullIterator(source(client));
    const first = iterator.next();
    const batch = chunk(event({ text: 'x'.repeat(1000) }).repeat(100));
    await server.answer(CHUNKED);
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

  describe('a place among the calls that may run', () => {
    test.each<[string, (subscription: { cancel(): void }, listener: Listener) => Promise<void> | void]>([
      ['complete', (_subscription, listener) => listener.ended],
      ['left', (subscription) => subscription.cancel()],
    ])('is freed by a stream that is %s', async (_name, finish) => {
      await using server = await HttpServer.listen((response) => void response.end(event(1) + DONE));
      const { client } = open(server.url, { maxConcurrent: 1 });
      for (let streams = 0; streams < 3; streams += 1) {
        const listener = new Listener();
        await finish(source(client).subscribe(listener), listener);
      }
      const last = new Listener();
      source(client).subscribe(last);
      await last.ended;
      expect(last.heard).toEqual([1, 'complete']);
    });

    test('is given up by a stream that is canceled while it waits', async () => {
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

  test('errors come out of pulling', async () => {
    await using server = await HttpServer.listen((response) => json(response, { error: 'no' }, 400));
    const iterator = new PullIterator(source(open(server.url).client));
    expect(await rejection(iterator.next())).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});
