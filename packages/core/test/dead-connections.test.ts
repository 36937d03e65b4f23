import { rawResponse, RawServer, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { connectionError } from '../src/transport/connection-error.js';
import type { HttpCall } from '../src/http/http-call.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import type { Transport, TransportRequest } from '../src/transport/transport.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { FakeTransport } from '../src/testing/fake-transport.js';
import { POST } from './support/http-calls.js';
import { openClient } from './support/open-client.js';

/** A transport whose first requests are sent on kept-alive connections that are dead. */
class DeadConnections implements Transport {
  readonly sent: TransportRequest[] = [];
  readonly #inner: Transport;
  readonly #count: number;

  constructor(count: number, inner: Transport = new FakeTransport({ json: { ok: true } })) {
    this.#inner = inner;
    this.#count = count;
  }

  send(request: TransportRequest): ReturnType<Transport['send']> {
    this.sent.push(request);
    if (this.sent.length > this.#count) return this.#inner.send(request);
    const { method, url } = request;
    return Promise.reject(connectionError({ code: 'ECONNRESET' }, { method, url, deadKeepAlive: true }));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** Opens a client whose own policy must not be consulted. */
function openDead(count: number) {
  const transport = new DeadConnections(count);
  const consulted: unknown[] = [];
  const retryPolicy = { delayMs: (failed: unknown) => void consulted.push(failed) };
  return { ...openClient('http://fake', () => transport, { retryPolicy }), transport, consulted };
}

describe('a dead kept-alive connection', () => {
  test.each([1, 2, 10, 100])('is replaced without the policy, up to 100 times: %d', async (count) => {
    const { client, transport, consulted, logged } = openDead(count);
    expect((await client.requestJson(POST)).body).toEqual({ ok: true });
    expect([transport.sent.length, consulted]).toEqual([count + 1, []]);
    expect(logged).toMatchObject([{ message: 'response started', fields: { attempt: count + 1 } }]);
  });

  test('is a failure that the policy decides on after 100 times', async () => {
    const { client, transport, consulted } = openDead(500);
    expect(await rejectionOf(client.requestJson(POST))).toMatchObject({ code: 'connection_failed', attempts: 101 });
    expect([transport.sent.length, consulted.length]).toEqual([101, 1]);
  });

  test.each<[string, Partial<HttpCall>]>([
    ['retry: false', { options: { retry: false } }],
    ['retry: 0', { options: { retry: 0 } }],
  ])('is replaced with %s', async (_what, changes) => {
    const { client, transport } = openDead(3);
    expect((await client.requestJson({ ...POST, ...changes })).body).toEqual({ ok: true });
    expect(transport.sent).toHaveLength(4);
  });

  test('is a failure of a call that must not be sent twice', async () => {
    const { client, transport, consulted } = openDead(1);
    const error = await rejectionOf(client.requestJson({ ...POST, safeToRetry: false }));
    expect(error).toMatchObject({ code: 'connection_failed', attempts: 1 });
    expect([transport.sent.length, consulted]).toEqual([1, []]);
  });

  test('costs neither retries nor quota', async () => {
    const inner = new FakeTransport({ status: 503, json: {} }, { status: 503, json: {} }, { json: { ok: true } });
    const transport = new DeadConnections(5, inner);
    const retryPolicy = new BackoffRetryPolicy({ quota: { capacity: 10 } }, () => 0);
    const { client } = openClient('http://fake', () => transport, { retryPolicy });
    expect((await client.requestJson(POST)).body).toEqual({ ok: true });
    expect(transport.sent).toHaveLength(8);
  });

  test('is not replaced once the call has been aborted', async () => {
    const controller = new AbortController();
    const { client, transport } = openDead(500);
    const sent = transport.sent;
    const error = rejectionOf(client.requestJson({ ...POST, options: { signal: controller.signal } }));
    controller.abort();
    expect(await error).toMatchObject({ code: 'aborted' });
    expect(sent.length).toBeLessThan(2);
  });
});

test('several dead connections of a pool are replaced over UndiciTransport, even with retry: false', async () => {
  await using server = await RawServer.listen();
  const { client } = openClient(server.url, (clock) => new UndiciTransport({ clock }));
  const first = [0, 1, 2].map(() => client.requestJson(POST));
  for (const number of [0, 1, 2]) await server.respond(rawResponse('{}'), number);
  await Promise.all(first);
  const last = client.requestJson({ ...POST, options: { retry: false } });
  // Each of the three connections is dead when it is used again.
  for (const number of [0, 1, 2]) {
    const connection = await server.connection(number);
    void connection.request().then(
      () => connection.socket.resetAndDestroy(),
      () => {},
    );
  }
  await server.respond(rawResponse('{"ok":true}'), 3);
  expect((await last).body).toEqual({ ok: true });
});
