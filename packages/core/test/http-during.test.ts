import { getEventListeners } from 'node:events';
import { rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { parseBaseUrl } from '../src/http/base-url.js';
import type { HttpCall } from '../src/http/http-call.js';
import { JsonHttpClient } from '../src/http/json-http-client.js';
import { DEFAULT_BODY_LIMITS } from '../src/decode/limits.js';
import { noopLogger } from '../src/logging/logger.js';
import { SseJsonDecoder } from '../src/decode/sse-json-decoder.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { FakeClock } from '../src/testing/fake-clock.js';
import { FakeTransport, type FakeScript } from '../src/testing/fake-transport.js';

const GET: HttpCall = { method: 'GET', path: '/x' };

function open(maxConcurrent: number, ...scripts: readonly FakeScript[]) {
  const clock = new FakeClock();
  const transport = new FakeTransport(...scripts);
  const http = new JsonHttpClient({
    provider: 'p',
    baseUrl: parseBaseUrl('http://fake'),
    apiToken: undefined,
    headers: undefined,
    transport,
    clock,
    logger: noopLogger,
    retryPolicy: new BackoffRetryPolicy(false),
    maxConcurrent,
    limits: DEFAULT_BODY_LIMITS,
    redirect: 'same-origin',
  });
  return { http, transport, clock };
}

test('waits between calls, and leaves no connection, timer or listener', async () => {
  const { http, transport, clock } = open(1, { json: { a: 1 } }, { json: { a: 2 } });
  const { signal } = new AbortController();
  const working = http.during({ ...GET, options: { signal } }, async (scope) => {
    const inner = { ...GET, options: { signal: scope.signal } };
    const first = await http.requestJson(inner);
    await scope.sleep(500);
    return [first.body, (await http.requestJson(inner)).body];
  });
  await clock.waitForTimer(500);
  clock.advance(500);
  expect(await working).toEqual([{ a: 1 }, { a: 2 }]);
  expect([transport.open, clock.timers, getEventListeners(signal, 'abort')]).toEqual([0, 0, []]);
});

test.each<[string, string, (parts: ReturnType<typeof open>, controller: AbortController) => unknown]>([
  ["the caller's signal", 'aborted', (_, controller) => controller.abort()],
  ['its timeout', 'total_timeout', ({ clock }) => clock.advance(1000)],
  ['the closing of the client', 'closed', ({ http }) => http.close()],
])('ends with %s, while it waits and during a call', async (_, code, end) => {
  for (const within of ['wait', 'call']) {
    const parts = open(Infinity, 'hold');
    const { http, transport, clock } = parts;
    const controller = new AbortController();
    const options = { signal: controller.signal, timeouts: { total: 1000, firstByte: 0 } };
    const failing = rejectionOf(
      http.during<unknown>({ ...GET, options }, (scope) =>
        within === 'wait'
          ? scope.sleep(60_000)
          : http.requestJson({ ...GET, options: { signal: scope.signal, timeout: 0 } }),
      ),
    );
    if (within === 'call') while (transport.requests.length === 0) await Promise.resolve();
    end(parts, controller);
    expect(await failing).toMatchObject({ code, provider: 'p' });
    expect([transport.open, clock.timers]).toEqual([0, 0]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  }
});

test('does nothing if the signal is already aborted', async () => {
  const { http, clock } = open(Infinity);
  const failing = rejectionOf(
    http.during({ ...GET, options: { signal: AbortSignal.abort() } }, () => Promise.reject(new Error('worked'))),
  );
  expect(await failing).toMatchObject({ code: 'aborted' });
  expect(clock.timers).toBe(0);
});

test('sends requests in the order of the calls, streamed or not', async () => {
  const { http, transport } = open(Infinity, 'hold', { json: {} });
  const format = { event() {}, response() {}, isComplete: () => false };
  const source = http.requestStream({ ...GET, path: '/stream' }, (_, context) => new SseJsonDecoder(format, context));
  const listening = source.subscribe({ next() {}, error() {}, complete() {} });
  await http.requestJson(GET);
  expect(transport.requests.map(({ url }) => url)).toEqual(['http://fake/stream', 'http://fake/x']);
  listening.cancel();
});

test('does not count a stream that is exempt from maxConcurrent', async () => {
  const { http, transport } = open(1, { body: '', ending: 'hold' }, { json: { a: 1 } });
  const format = { event() {}, response() {}, isComplete: () => false };
  const source = http.requestStream(
    { ...GET, exemptFromConcurrency: true },
    (_, context) => new SseJsonDecoder(format, context),
  );
  const listening = source.subscribe({ next() {}, error() {}, complete() {} });
  expect((await http.requestJson(GET)).body).toEqual({ a: 1 });
  listening.cancel();
  expect(transport.open).toBe(0);
});
