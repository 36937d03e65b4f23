import {
  closeEarly,
  type HttpHandler,
  HttpServer,
  keptResponse,
  leaveOpen,
  RawServer,
  sendJson,
  settled,
} from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { gone, POST, resumable } from './support/resumable.js';
import { opener, transports } from './support/open-client.js';
import { AT_ONCE, BYTES, FIRST, heardOf, seen, source } from './support/resumed-events.js';
import { listen, Listener } from './support/listener.js';

const HEARD = [{ w: 'naïve 🐚' }, { w: '海' }, { w: 3 }, 'complete'];

describe.each(transports)('a resumable stream over $name', ({ create }) => {
  const open = opener(create, AT_ONCE);

  describe('emits every event once', () => {
    test('wherever its connection closes', { timeout: 60_000 }, async () => {
      let handler: HttpHandler = gone;
      await using server = await HttpServer.listen((...exchange) => handler(...exchange));
      const { client } = open(server.url);
      for (let closeAt = 0; closeAt < BYTES.length - 2; closeAt += 1) {
        handler = keptResponse(BYTES, [closeAt]);
        const { call, warnings } = resumable();
        const { heard } = await heardOf(client, call);
        expect({ closeAt, heard }).toEqual({ closeAt, heard: HEARD });
        expect(seen(server).slice(-2)).toEqual(['POST /chat', `GET /rest?from=${closeAt}`]);
        expect(warnings).toEqual([{ code: 'stream_resumed', message: expect.stringContaining(` ${closeAt} bytes`) }]);
      }
      await client.settled();
      expect(server.requests).toHaveLength(2 * (BYTES.length - 2));
    });

    test('if its connection closes more often than a call is retried, with events in between', async () => {
      const closePoints = [3, 17, 30, 36, 64, 66];
      await using server = await HttpServer.listen(keptResponse(BYTES, closePoints));
      const { call, warnings } = resumable();
      const { heard } = await heardOf(open(server.url).client, call);
      expect(heard).toEqual(HEARD);
      expect(seen(server).slice(1)).toEqual(closePoints.map((closeAt) => `GET /rest?from=${closeAt}`));
      expect(warnings).toHaveLength(closePoints.length);
    });

    test('if the response ends early without an error', async () => {
      await using server = await HttpServer.listen((response, request, number) =>
        number > 1
          ? keptResponse(BYTES, [])(response, request, number)
          : void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(BYTES.subarray(0, 30)),
      );
      const { heard } = await heardOf(open(server.url).client, resumable().call);
      expect(heard).toEqual(HEARD);
    });

    test('if its connection is reset within an HTTP chunk', async () => {
      await using server = await RawServer.listen();
      const { client } = open(server.url);
      const listener = listen(source(client, resumable().call));
      const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
      await server.respond(`${head}ff\r\n${FIRST}data: {"w`);
      await listener.heardSoMany(1);
      (await server.connection()).socket.resetAndDestroy();
      const second = await server.connection(1);
      expect(await second.request()).toMatch(/^GET \/rest\?from=\d+ /);
      second.write(`${head}13\r\n":2}\n\ndata: [DONE]\n\n\r\n0\r\n\r\n`.replace('13', '14'));
      await listener.ended;
      expect(listener.heard).toEqual([{ w: 1 }, { w: 2 }, 'complete']);
    });

    test('if the response stalls', async () => {
      await using server = await HttpServer.listen((response, request) =>
        request.method === 'POST'
          ? leaveOpen(response, BYTES.subarray(0, 33))
          : keptResponse(BYTES, [])(response, request, 2),
      );
      const { client, clock } = open(server.url, { ...AT_ONCE, timeouts: { idle: 700 } });
      const { call, warnings } = resumable();
      const listener = listen(source(client, call));
      await listener.heardSoMany(1);
      clock.advance(700);
      await listener.ended;
      expect(listener.heard).toEqual(HEARD);
      expect(warnings).toMatchObject([{ message: expect.stringContaining('idle_timeout') }]);
      await server.requestsCanceled(1);
    });

    test('if the server was unavailable for a while', async () => {
      let away = 2;
      await using server = await HttpServer.listen((response, request, number) => {
        if (request.method === 'POST') return closeEarly(response, BYTES.subarray(0, 20));
        away -= 1;
        if (away === 1) return void response.socket?.destroy();
        if (away === 0) return sendJson(response, {}, 503);
        keptResponse(BYTES, [])(response, request, number);
      });
      const { client, clock, logged } = open(server.url, { retryPolicy: new BackoffRetryPolicy(3, () => 0.5) });
      const { call, warnings } = resumable();
      const listener = listen(source(client, call));
      for (const waitMs of [250, 500, 1000]) {
        await clock.waitForTimer(waitMs);
        clock.advance(waitMs);
      }
      await listener.ended;
      expect(listener.heard).toEqual(HEARD);
      expect(warnings).toHaveLength(1);
      const tries = logged.filter(({ message }) => message === 'resuming stream');
      expect(tries.map(({ fields }) => fields?.['attempt'])).toEqual([1, 2, 3]);
    });

    test('if the consumer pauses and resumes while the connection is closed', async () => {
      await using server = await HttpServer.listen((response, request, number) =>
        number === 1 ? closeEarly(response, BYTES.subarray(0, 33)) : keptResponse(BYTES, [])(response, request, number),
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

    test('within its concurrency slot', async () => {
      await using server = await HttpServer.listen(keptResponse(BYTES, [20, 40]));
      const { client } = open(server.url, { ...AT_ONCE, maxConcurrent: 1 });
      const both = await Promise.all([heardOf(client, resumable().call), heardOf(client, resumable().call)]);
      for (const { heard } of both) expect(heard).toEqual(HEARD);
      expect(seen(server)).toEqual(['POST /chat', 'GET /rest?from=20', 'GET /rest?from=40', 'POST /chat']);
    });
  });

  test('is not resumed without StreamResume, and sends nothing more', async () => {
    await using server = await HttpServer.listen(keptResponse(BYTES, [20]));
    const { client } = open(server.url);
    const { failure } = await heardOf(client, POST);
    expect(failure).toMatchObject({ code: 'connection_failed', attempts: 1 });
    await client.settled();
    expect(seen(server)).toEqual(['POST /chat']);
  });
});
