import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { JsonHttpClient, JsonHttpClientOptions } from '../src/http/json-http-client.js';
import type { HttpCall } from '../src/http/http-call.js';
import type { IncomingJson } from '../src/contract/json.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { SseJsonDecoder } from '../src/decode/sse-json-decoder.js';
import { PullIterator } from '../src/stream/pull-iterator.js';
import type { PushSource } from '../src/stream/push-source.js';
import { HttpServer, json, type Handler } from './support/http-server.js';
import { cutShort, fromOf, gone, keptAnswer, leaveOpen, POST, resumable } from './support/kept-answer.js';
import { openClient, transports, type OpenClient } from './support/open-client.js';
import { RawServer } from './support/raw-server.js';
import { Recorder } from './support/recorder.js';
import { settled } from './support/settled.js';

/** Wide characters, both kinds of line ends, a comment, an event of two lines. */
const BYTES = Buffer.from(
  'data: {"w":"naïve 🐚"}\r\n\r\n: ping\n\ndata: {"w":\ndata: "海"}\n\ndata: {"w":3}\r\n\r\ndata: [DONE]\n\n',
);
const HEARD = [{ w: 'naïve 🐚' }, { w: '海' }, { w: 3 }, 'complete'];
const FIRST = 'data: {"w":1}\n\n';

function source(client: JsonHttpClient, call: HttpCall): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    const format = { sentinel: '[DONE]', event: emit, whole: emit, complete: () => false };
    return new SseJsonDecoder(format, context);
  });
}

class Listener extends Recorder<IncomingJson> {
  #onHeard: (() => void) | undefined;

  override next(value: IncomingJson): void {
    super.next(value);
    this.#onHeard?.();
  }

  async heardOne(): Promise<void> {
    while (this.heard.length === 0) await new Promise<void>((resolve) => (this.#onHeard = resolve));
  }

  get failure(): unknown {
    return (this.heard.at(-1) as { error?: unknown }).error;
  }
}

/** Retries that need no time. */
const AT_ONCE = { retryPolicy: new BackoffRetryPolicy({}, () => 0) };

function seen({ requests }: HttpServer): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

describe.each(transports)('a stream that can be resumed, over $name', ({ create }) => {
  const open = (baseUrl: string, changes: Partial<JsonHttpClientOptions> = AT_ONCE): OpenClient =>
    openClient(baseUrl, create, changes);

  async function heardOf(client: JsonHttpClient, call: HttpCall): Promise<Listener> {
    const listener = new Listener();
    source(client, call).subscribe(listener);
    await listener.ended;
    return listener;
  }

  describe('gives every event once', () => {
    test('wherever it breaks', { timeout: 60_000 }, async () => {
      let handler: Handler = gone;
      await using server = await HttpServer.listen((...exchange) => handler(...exchange));
      const { client } = open(server.url);
      for (let cut = 0; cut < BYTES.length - 2; cut += 1) {
        handler = keptAnswer(BYTES, [cut]);
        const { call, warnings } = resumable();
        const { heard } = await heardOf(client, call);
        expect({ cut, heard }).toEqual({ cut, heard: HEARD });
        expect(seen(server).slice(-2)).toEqual(['POST /chat', `GET /rest?from=${cut}`]);
        expect(warnings).toEqual([{ code: 'stream_resumed', message: expect.stringContaining(` ${cut} bytes`) }]);
      }
      await client.settled();
      expect(server.requests).toHaveLength(2 * (BYTES.length - 2));
    });

    test('when it breaks more often than a call is retried', async () => {
      const cuts = [3, 17, 20, 21, 40, 60];
      await using server = await HttpServer.listen(keptAnswer(BYTES, cuts));
      const { call, warnings } = resumable();
      const { heard } = await heardOf(open(server.url).client, call);
      expect(heard).toEqual(HEARD);
      expect(seen(server).slice(1)).toEqual(cuts.map((cut) => `GET /rest?from=${cut}`));
      expect(warnings).toHaveLength(cuts.length);
    });

    test('when it ends as if it were whole', async () => {
      await using server = await HttpServer.listen((response, request, number) =>
        number > 1
          ? keptAnswer(BYTES, [])(response, request, number)
          : void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(BYTES.subarray(0, 30)),
      );
      const { heard } = await heardOf(open(server.url).client, resumable().call);
      expect(heard).toEqual(HEARD);
    });

    test('when it breaks within a chunk of HTTP, by a reset', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const listener = new Listener();
      source(client, resumable().call).subscribe(listener);
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
      await server.answer(`${head}ff\r\n${FIRST}data: {"w`);
      await listener.heardOne();
      (await server.connection()).socket.resetAndDestroy();
      const second = await server.connection(1);
      expect(await second.request()).toMatch(/^GET \/rest\?from=\d+ /);
      second.write(`${head}13\r\n":2}\n\ndata: [DONE]\n\n\r\n0\r\n\r\n`.replace('13', '14'));
      await listener.ended;
      expect(listener.heard).toEqual([{ w: 1 }, { w: 2 }, 'complete']);
    });

    test('when it falls silent', async () => {
      await using server = await HttpServer.listen((response, request) =>
        request.method === 'POST'
          ? leaveOpen(response, BYTES.subarray(0, 33))
          : keptAnswer(BYTES, [])(response, request, 2),
      );
      const { client, clock } = open(server.url, { ...AT_ONCE, timeouts: { idle: 700 } });
      const { call, warnings } = resumable();
      const listener = new Listener();
      source(client, call).subscribe(listener);
      await listener.heardOne();
      clock.advance(700);
      await listener.ended;
      expect(listener.heard).toEqual(HEARD);
      expect(warnings).toMatchObject([{ message: expect.stringContaining('idle_timeout') }]);
      await server.clientsLeft(1);
    });

    test('after the server was away for a while', async () => {
      let away = 2;
      await using server = await HttpServer.listen((response, request, number) => {
        if (request.method === 'POST') return cutShort(response, BYTES.subarray(0, 20));
        away -= 1;
        if (away === 1) return void response.socket?.destroy();
        if (away === 0) return json(response, {}, 503);
        keptAnswer(BYTES, [])(response, request, number);
      });
      const { client, clock, logged } = open(server.url, { retryPolicy: new BackoffRetryPolicy(3, () => 0.5) });
      const { call, warnings } = resumable();
      const listener = new Listener();
      source(client, call).subscribe(listener);
      for (const waitMs of [250, 500, 1000]) {
        await clock.waitForTimer(waitMs);
        clock.advance(waitMs);
      }
      await listener.ended;
      expect(listener.heard).toEqual(HEARD);
      expect(warnings).toHaveLength(1);
      const tries = logged.filter(({ message }) => message === 'stream is taken up again');
      expect(tries.map(({ fields }) => fields?.['attempt'])).toEqual([1, 2, 3]);
    });

    test('to a consumer that pauses and goes on while the connection is broken', async () => {
      await using server = await HttpServer.listen((response, request, number) =>
        number === 1 ? cutShort(response, BYTES.subarray(0, 33)) : keptAnswer(BYTES, [])(response, request, number),
      );
      const { client, clock } = open(server.url, { retryPolicy: new BackoffRetryPolicy({}, () => 0.5) });
      const listener = new Listener();
      const subscription = source(client, resumable().call).subscribe(listener);
      await clock.waitForTimer(250);
      subscription.pause();
      clock.advance(250);
      await server.received(2);
      await settled();
      subscription.resume();
      await listener.ended;
      expect(listener.heard).toEqual(HEARD);
      while (clock.timers > 0) await settled();
    });

    test('in the one place that it has among the calls that may run', async () => {
      await using server = await HttpServer.listen(keptAnswer(BYTES, [20, 40]));
      const { client } = open(server.url, { ...AT_ONCE, maxConcurrent: 1 });
      const both = await Promise.all([heardOf(client, resumable().call), heardOf(client, resumable().call)]);
      for (const { heard } of both) expect(heard).toEqual(HEARD);
      expect(seen(server)).toEqual(['POST /chat', 'GET /rest?from=20', 'GET /rest?from=40', 'POST /chat']);
    });
  });

  describe('ends with the error by which it broke, and sends the cancellation request,', () => {
    const FAILED = { code: 'connection_failed', message: expect.stringContaining('in the middle of the answer') };

    test.each<[string, (server: HttpServer['requests'][number], answer: Parameters<typeof gone>[0]) => void, number]>([
      ['when the server has it no longer', (_request, response) => gone(response), 2],
      ['when those bytes are gone', (_request, response) => json(response, { error: 'overwritten' }, 400), 2],
      ['when a page answers', (_r, response) => void response.setHeader('content-type', 'text/html').end('<p>'), 2],
      ['when nothing more comes', (_request, response) => cutShort(response, Buffer.alloc(0)), 3],
      ['when nobody answers', (_request, response) => void response.socket?.destroy(), 3],
    ])('%s', async (_name, answerRest, attempts) => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.method === 'POST') return cutShort(response, Buffer.from(`${FIRST}data: {"w`));
        if (request.method === 'DELETE') return void response.writeHead(204).end();
        answerRest(request, response);
      });
      const { client, clock } = open(server.url);
      const { heard, failure } = await heardOf(client, resumable().call);
      expect(heard).toHaveLength(2);
      expect(failure).toMatchObject({ ...FAILED, attempts });
      await client.settled();
      expect(seen(server).filter((request) => request.startsWith('DELETE'))).toHaveLength(1);
      expect(clock.timers).toBe(0);
    });

    test('when it is not to be retried', async () => {
      await using server = await HttpServer.listen(keptAnswer(BYTES, [20]));
      const { client } = open(server.url);
      const { failure } = await heardOf(client, resumable({ options: { retry: false } }).call);
      expect(failure).toMatchObject({ ...FAILED, attempts: 1 });
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
    });

    test('when it is silent more often than a call is retried', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') return void response.writeHead(204).end();
        if (method === 'POST') return leaveOpen(response, FIRST);
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      });
      const { client, clock } = open(server.url, { ...AT_ONCE, timeouts: { idle: 700, firstByte: 0 } });
      const listener = new Listener();
      source(client, resumable().call).subscribe(listener);
      await listener.heardOne();
      for (let silences = 1; silences <= 3; silences += 1) {
        await server.received(silences);
        await clock.waitForTimer(700);
        clock.advance(700);
      }
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'idle_timeout', attempts: 3, provider: 'p' });
      await client.settled();
      const again = `GET /rest?from=${FIRST.length}`;
      expect(seen(server)).toEqual(['POST /chat', again, again, 'DELETE /rest']);
    });

    test('within the budget of all waits together', async () => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.method === 'DELETE') {
          response.writeHead(204).end();
          return;
        }
        // One byte more each time, so that each break is a new one.
        cutShort(response, Buffer.from(FIRST).subarray(fromOf(request), fromOf(request) + 1));
      });
      const retryPolicy = new BackoffRetryPolicy({ budgetMs: 600 }, () => 0.5);
      const { client, clock } = open(server.url, { retryPolicy });
      const listener = new Listener();
      source(client, resumable().call).subscribe(listener);
      for (let waits = 0; waits < 2; waits += 1) {
        await clock.waitForTimer(250);
        clock.advance(250);
      }
      await listener.ended;
      expect(listener.failure).toMatchObject({ ...FAILED, attempts: 3 });
      await client.settled();
    });

    test.each([
      ['an error within the answer', 'data: {"error":{"message":"boom"}}\n\n', 'server_error'],
      ['what cannot be read', 'data: {"w\n\n', 'parse_error'],
      ['too large an event', `data: ${'x'.repeat(5000)}`, 'limit_exceeded'],
    ])('at once for %s', async (_name, text, code) => {
      await using server = await HttpServer.listen((response, request) =>
        request.method === 'DELETE' ? void response.writeHead(204).end() : leaveOpen(response, FIRST + text),
      );
      const { client } = open(server.url, { ...AT_ONCE, limits: { maxBodyBytes: 1000, maxEventBytes: 1000 } });
      const { failure } = await heardOf(client, resumable().call);
      expect(failure).toMatchObject({ code, attempts: 1 });
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
    });
  });

  test('takes a whole response where the server keeps none', async () => {
    await using server = await HttpServer.listen((response, { method }) =>
      method === 'POST' ? json(response, { whole: true }) : gone(response),
    );
    const { client } = open(server.url);
    const { heard } = await heardOf(client, resumable().call);
    expect(heard).toEqual([{ whole: true }, 'complete']);
  });

  describe('sends one cancellation request', () => {
    interface Left {
      readonly client: JsonHttpClient;
      readonly controller: AbortController;
      readonly clock: OpenClient['clock'];
    }
    const WAYS: [string, (left: Left) => void][] = [
      ['abort', ({ controller }) => controller.abort()],
      ['close', ({ client }) => client.close()],
      ['the clock of the call', ({ clock }) => clock.advance(9000)],
    ];
    const CLOCKS = { timeouts: { total: 9000, idle: 0, firstByte: 0 } };

    test('by break of a loop', async () => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? leaveOpen(response, FIRST) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url);
      for await (const _ of new PullIterator(source(client, resumable().call))) break;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test.each(WAYS)('by %s, in the middle', async (_name, leave) => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? leaveOpen(response, FIRST) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url, CLOCKS);
      const controller = new AbortController();
      const listener = new Listener();
      const options = { signal: controller.signal, headers: { 'x-who': 'me' } };
      source(client, resumable({ options }).call).subscribe(listener);
      await listener.heardOne();
      leave({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
      expect(clock.timers).toBe(0);
      await server.clientsLeft(1);
    });

    test.each(WAYS)('by %s, while it waits for the connection to come back', async (_name, leave) => {
      await using server = await HttpServer.listen((response, { method }) =>
        method === 'POST' ? cutShort(response, Buffer.from(FIRST)) : void response.writeHead(204).end(),
      );
      const { client, clock } = open(server.url, CLOCKS);
      const controller = new AbortController();
      const listener = new Listener();
      source(client, resumable({ options: { signal: controller.signal, retry: { baseDelayMs: 1e5 } } }).call).subscribe(
        listener,
      );
      while (clock.timers < 2) await settled();
      leave({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test.each(WAYS)('by %s, while the rest is requested', async (_name, leave) => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'POST') cutShort(response, Buffer.from(FIRST));
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url, { ...AT_ONCE, ...CLOCKS });
      const controller = new AbortController();
      const listener = new Listener();
      source(client, resumable({ options: { signal: controller.signal } }).call).subscribe(listener);
      await server.received(2);
      leave({ client, controller, clock });
      await listener.ended;
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', `GET /rest?from=${FIRST.length}`, 'DELETE /rest']);
      expect(clock.timers).toBe(0);
      await server.clientsLeft(2);
    });

    test('and a second one a second later, where the response has not begun', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url);
      const subscription = source(client, resumable().call).subscribe(new Listener());
      await server.received(1);
      subscription.cancel();
      subscription.cancel();
      await server.received(2);
      await clock.waitForTimer(1000);
      clock.advance(1000);
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest', 'DELETE /rest']);
      expect(clock.timers).toBe(0);
    });

    test('also when the client is closed while the request is under way', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'DELETE') response.writeHead(204).end();
      });
      const { client, clock } = open(server.url);
      source(client, resumable().call).subscribe(new Listener());
      await server.received(1);
      client.close();
      const closed = client.settled();
      await clock.waitForTimer(1000);
      clock.advance(1000);
      await closed;
      expect(seen(server)).toEqual(['POST /chat', 'DELETE /rest', 'DELETE /rest']);
    });

    test('but not where nothing was sent, nor where it refused', async () => {
      await using server = await HttpServer.listen((response) => json(response, { error: 'no' }, 400));
      const { client } = open(server.url, { ...AT_ONCE, apiToken: async () => 'token' });
      source(client, resumable().call).subscribe(new Listener()).cancel();
      await heardOf(client, resumable().call);
      await client.settled();
      expect(seen(server)).toEqual(['POST /chat']);
    });

    test('and does not wait for ever, nor fail', async () => {
      await using server = await HttpServer.listen((response, { method }) => {
        if (method === 'POST') leaveOpen(response, FIRST);
      });
      const { client, clock, logged } = open(server.url);
      for await (const _ of new PullIterator(source(client, resumable().call))) break;
      await server.received(2);
      clock.advance(5000);
      await client.settled();
      expect(logged.at(-1)).toMatchObject({ fields: { code: 'total_timeout' } });
      await server.clientsLeft(2);
      expect(clock.timers).toBe(0);
    });
  });

  test('is none without a hook: it fails as it breaks, and nothing more is sent', async () => {
    await using server = await HttpServer.listen(keptAnswer(BYTES, [20]));
    const { client } = open(server.url);
    const { failure } = await heardOf(client, POST);
    expect(failure).toMatchObject({ code: 'connection_failed', attempts: 1 });
    await client.settled();
    expect(seen(server)).toEqual(['POST /chat']);
  });
});
