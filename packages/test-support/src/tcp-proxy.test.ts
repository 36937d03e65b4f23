import { describe, expect, test } from 'vitest';
import { closeAfterTest } from './close-after-test.js';
import type { CloseMark } from './close-mark.js';
import { HttpServer } from './http-server.js';
import { RawServer } from './raw-server.js';
import { TcpProxy, type TcpProxyOptions } from './tcp-proxy.js';

const BODY = 'x'.repeat(1000);

async function open(options: TcpProxyOptions): Promise<TcpProxy> {
  const server = closeAfterTest(
    await HttpServer.listen((response) => {
      response.writeHead(200, { 'content-length': BODY.length });
      response.flushHeaders();
      setTimeout(() => response.end(BODY), 10);
    }),
  );
  return closeAfterTest(await TcpProxy.start(server.url, options));
}

/** Returns the number of received body bytes, and true if the response was complete. */
async function read(url: string): Promise<[bytes: number, isComplete: boolean]> {
  const { body } = await fetch(url, { method: 'POST' });
  let bytes = 0;
  try {
    for await (const piece of body ?? []) bytes += piece.length;
    return [bytes, true];
  } catch {
    return [bytes, false];
  }
}

test('forwards responses unchanged', async () => {
  const { url } = await open({});
  expect([await read(url), await read(url)]).toEqual([
    [BODY.length, true],
    [BODY.length, true],
  ]);
});

test('closeAfter closes connections after a number of body bytes, by a FIN or a reset', async () => {
  const plans = [300, undefined, 0, 999];
  const lines: string[] = [];
  const proxy = await open({
    closeAfter: ({ line, header }) => {
      lines.push(`${line} ${header('host')}`);
      return plans.shift();
    },
  });
  const [first, second, third] = [await read(proxy.url), await read(proxy.url), await read(proxy.url)];
  expect([first, second]).toEqual([
    [300, false],
    [BODY.length, true],
  ]);
  // A reset discards bytes that the client has not read.
  expect(third).toEqual([0, false]);
  expect(await read(proxy.url)).toEqual([999, false]);
  expect(proxy.earlyCloses).toBe(3);
  expect(new Set(lines)).toEqual(new Set([`POST / HTTP/1.1 ${new URL(proxy.url).host}`]));
});

describe('closeAfter with a mark', () => {
  const EVENTS = 'data: {"a":1}\n\ndata: {"finish_reason":"stop"}\n\ndata: [DONE]\n\n';
  const UP_TO_MARK = 'data: {"a":1}\n\ndata: {"finish_reason":"stop"}\n\n';
  const LINES = '{"a":1}\n{"done":true}\n{"more":1}\n';

  /** Returns what a client receives before the connection closes, or before it is idle. */
  async function receive(
    type: string,
    body: string,
    mark: CloseMark,
  ): Promise<[text: string, end: string, proxy: TcpProxy]> {
    const server = closeAfterTest(
      await HttpServer.listen((response) => {
        response.writeHead(200, { 'content-type': type });
        response.flushHeaders();
        // A read that ends inside the mark must not hide it.
        response.write(body.slice(0, 22));
        setTimeout(() => response.end(body.slice(22)), 10);
      }),
    );
    const proxy = closeAfterTest(await TcpProxy.start(server.url, { closeAfter: () => mark }));
    const response = await fetch(proxy.url, { method: 'POST' });
    let text = '';
    try {
      for await (const piece of response.body ?? []) {
        text += Buffer.from(piece).toString();
        if (proxy.earlyCloses === 1 && mark.ending === 'hold') return [text, 'open', proxy];
      }
      return [text, 'complete', proxy];
    } catch {
      return [text, 'lost', proxy];
    }
  }

  test.each(['close', 'reset'] as const)(
    'forwards the event, then the connection has the ending "%s"',
    async (ending) => {
      const [text, end, proxy] = await receive('text/event-stream', EVENTS, { mark: /"finish_reason":"/, ending });
      expect([text, end, proxy.earlyCloses]).toEqual([UP_TO_MARK, 'lost', 1]);
      await expect.poll(() => proxy.connections).toBe(0);
    },
  );

  test('can keep the connection open', async () => {
    const mark = { mark: /"finish_reason":"/, ending: 'hold' } as const;
    expect(await receive('text/event-stream', EVENTS, mark)).toMatchObject([UP_TO_MARK, 'open', { connections: 1 }]);
  });

  test('forwards one line of other types, and everything without the mark', async () => {
    const [text, end] = await receive('application/x-ndjson', LINES, { mark: /"done":true/, ending: 'close' });
    expect([text, end]).toEqual(['{"a":1}\n{"done":true}\n', 'lost']);
    const whole = await receive('application/x-ndjson', LINES, { mark: /never/, ending: 'close' });
    expect(whole).toMatchObject([LINES, 'complete', { earlyCloses: 0 }]);
  });
});

test('resetAll resets all connections', async () => {
  const server = closeAfterTest(await RawServer.listen());
  const proxy = closeAfterTest(await TcpProxy.start(server.url));
  const reading = Promise.allSettled([fetch(proxy.url), fetch(proxy.url)]);
  await server.received(2);
  expect(proxy.connections).toBe(2);
  proxy.resetAll();
  expect((await reading).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await server.socketsClosed();
  expect(proxy.connections).toBe(0);
});
