import { chunk, CHUNKED_EVENTS, HttpServer, RawServer, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { SseJsonDecoder } from '../src/decode/sse-json-decoder.js';
import type { StreamProgress } from '../src/decode/json-format.js';
import type { HttpCall } from '../src/http/http-call.js';
import type { HttpClient } from '../src/http/http-client.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import type { PushSource } from '../src/stream/push-source.js';
import type { IncomingJson } from '../src/contract/json.js';
import { DONE, event, POST } from './support/http-events.js';
import { listen, Listener } from './support/listener.js';
import { opener, transports } from './support/open-client.js';
import { resumable } from './support/resumable.js';

const COMPLETE = event({ progress: 'complete' });
const HEARD = { progress: 'complete' };

/** Returns the events of a response. An event with `progress` sets the progress of the stream. */
function source(client: HttpClient, call: HttpCall = POST): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    const format = {
      sentinel: '[DONE]',
      progress: 'incomplete' as StreamProgress,
      event(value: IncomingJson) {
        format.progress = value.progress ?? format.progress;
        emit(value);
      },
      response: (value: unknown) => emit({ whole: value }),
      isComplete: () => format.progress !== 'incomplete',
    };
    return new SseJsonDecoder(format, context);
  });
}

describe.each(transports)('a complete stream over $name', ({ create }) => {
  const open = opener(create);

  test('waits 500 ms for its end, whatever follows', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const listener = listen(source(client));
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await clock.waitForTimer(500);
    clock.advance(300);
    (await server.connection()).write(chunk(event({ late: true })));
    await listener.heardSoMany(2);
    await settled();
    clock.advance(199);
    expect(listener.heard).toEqual([HEARD, { late: true }]);
    clock.advance(1);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, { late: true }, 'complete']);
    clock.advance(200);
    await (
      await server.connection()
    ).closed;
  });

  test('waits 10 s if it is only likely complete', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const listener = listen(source(client));
    await server.respond(CHUNKED_EVENTS + chunk(event({ progress: 'likely' })));
    await clock.waitForTimer(10_000);
    clock.advance(9999);
    expect(listener.heard).toHaveLength(1);
    clock.advance(1);
    await listener.ended;
    clock.advance(200);
  });

  test('frees its connection for the next call if it ends within 200 ms after the wait', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const listener = listen(source(client));
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await clock.waitForTimer(500);
    clock.advance(500);
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

  test('stops waiting when it continues, and waits again when it is complete again', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url, { timeouts: { idle: 0 } });
    const listener = listen(source(client));
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await clock.waitForTimer(500);
    clock.advance(499);
    (await server.connection()).write(chunk(event({ progress: 'incomplete' })));
    await listener.heardSoMany(2);
    await settled();
    clock.advance(100_000);
    expect(clock.timers).toBe(0);
    expect(listener.heard).toHaveLength(2);
    (await server.connection()).write(chunk(COMPLETE));
    await clock.waitForTimer(500);
    clock.advance(500);
    await listener.ended;
    expect(listener.heard.at(-1)).toBe('complete');
    clock.advance(200);
  });

  test('does not wait while the consumer has paused', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url, { timeouts: { idle: 0 } });
    const listener = new Listener();
    const subscription = source(client).subscribe(listener);
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await clock.waitForTimer(500);
    clock.advance(400);
    subscription.pause();
    expect(clock.timers).toBe(0);
    clock.advance(100_000);
    subscription.resume();
    clock.advance(499);
    expect(listener.heard).toEqual([HEARD]);
    clock.advance(1);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, 'complete']);
    clock.advance(200);
  });

  test('does not wait if the consumer pauses at its last event', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url, { timeouts: { idle: 0 } });
    const listener = new Listener();
    const subscription = source(client).subscribe({
      next(value) {
        subscription.pause();
        listener.next(value);
      },
      error: (error) => listener.error(error),
      complete: () => listener.complete(),
    });
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await listener.heardSoMany(1);
    await settled();
    clock.advance(100_000);
    expect(listener.heard).toEqual([HEARD]);
    subscription.resume();
    clock.advance(500);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, 'complete']);
    clock.advance(200);
  });

  test('passes on what the consumer throws, and releases everything', async () => {
    await using server = await RawServer.listen();
    const { client } = open(server.url, { maxConcurrent: 1 });
    const listener = new Listener();
    source(client).subscribe({
      next(value) {
        listener.next(value);
        if (value.fatal) throw new Error('consumer');
      },
      error: (error) => listener.error(error),
      complete: () => listener.complete(),
    });
    // The event without its blank line is emitted when the connection is reset.
    await server.respond(CHUNKED_EVENTS + chunk(`${COMPLETE}data: {"fatal":true}`));
    await listener.heardSoMany(1);
    (await server.connection()).socket.resetAndDestroy();
    await listener.ended;
    expect(listener.failure).toMatchObject({ cause: expect.objectContaining({ message: 'consumer' }) });
  });

  test('that is canceled while it waits leaves nothing behind', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = open(server.url);
    const listener = new Listener();
    const subscription = source(client).subscribe(listener);
    await server.respond(CHUNKED_EVENTS + chunk(COMPLETE));
    await clock.waitForTimer(500);
    subscription.cancel();
    expect(clock.timers).toBe(0);
    await (
      await server.connection()
    ).closed;
    expect(listener.heard).toEqual([HEARD]);
  });

  test.each([
    ['is reset', true],
    ['ends', false],
  ])('is resumed for its usage if its connection %s', async (_what, isReset) => {
    await using server = await HttpServer.listen((response, { method }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method === 'GET') response.end(event({ usage: 1 }) + DONE);
      else if (isReset) response.write(COMPLETE, () => response.socket?.destroy());
      else response.end(COMPLETE);
    });
    const { client, clock } = open(server.url);
    const { call } = resumable();
    const listener = listen(source(client, call));
    await clock.waitForTimer(250);
    clock.advance(250);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, { usage: 1 }, 'complete']);
  });

  test.each([
    ['the delay before it is resumed', { retryPolicy: new BackoffRetryPolicy({ baseDelayMs: 4000 }, () => 0.5) }, 2000],
    ['the response with its rest', {}, 250],
  ])('does not wait longer than 500 ms for %s', async (_what, options, delayMs) => {
    await using server = await HttpServer.listen((response, { method }) => {
      if (method !== 'POST') return;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(COMPLETE, () => response.socket?.destroy());
    });
    const { client, clock } = open(server.url, options);
    const { call, warnings } = resumable();
    const listener = listen(source(client, call));
    await clock.waitForTimer(delayMs);
    clock.advance(250);
    if (delayMs === 250) await server.received(2);
    clock.advance(250);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, 'complete']);
    expect(warnings).toEqual([]);
    await settled();
    expect(clock.timers).toBe(0);
  });

  test('whose last event lacks its blank line is complete if it cannot be resumed', async () => {
    await using server = await HttpServer.listen((response, { method }) => {
      if (method === 'GET') {
        response.writeHead(404).end('{}');
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(COMPLETE.trimEnd(), () => response.socket?.destroy());
    });
    const { client, clock } = open(server.url);
    const { call } = resumable();
    const listener = listen(source(client, call));
    await clock.waitForTimer(250);
    clock.advance(250);
    await listener.ended;
    expect(listener.heard).toEqual([HEARD, 'complete']);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });
});
