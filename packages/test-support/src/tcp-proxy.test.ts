import { expect, test } from 'vitest';
import { closeAfterTest } from './close-after-test.js';
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
