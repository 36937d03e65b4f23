import { afterEach, expect, test, vi } from 'vitest';
import { parseBaseUrl } from '../http/base-url.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import { FakeClock } from '../testing/fake-clock.js';
import { FakeTransport } from '../testing/fake-transport.js';
import { createHttpClient } from './create-http-client.js';

const own = { provider: 'acme', defaultBaseUrl: 'http://default/acme' };
const baseUrl = 'http://fake/root/';

afterEach(() => {
  vi.restoreAllMocks();
});

test('sends requests with the transport and the settings that were passed', async () => {
  const transport = new FakeTransport({ json: { ok: true } });
  const { http } = createHttpClient(
    { baseUrl, transport, apiToken: 'key', headers: { 'X-A': 'b' }, timeouts: { connect: 7 } },
    { ...own, apiTokenHeader: 'x-api-key' },
  );
  expect(await http.requestJson({ method: 'POST', path: '/v1/things', body: { a: 1 } })).toMatchObject({
    body: { ok: true },
    status: 200,
  });
  expect(transport.requests).toMatchObject([
    {
      method: 'POST',
      url: 'http://fake/root/v1/things',
      headers: { 'x-api-key': 'key', 'x-a': 'b', 'content-type': 'application/json' },
      json: { a: 1 },
      timeouts: { connect: 7 },
    },
  ]);
});

test('applies rootPath, the query and the credentials of the base URL', async () => {
  const transport = new FakeTransport({ json: {} });
  const wire = createHttpClient(
    { baseUrl: 'http://us%40er:word@fake/deep/v1//?a=b', transport },
    { ...own, rootPath: (path) => `${path}/more` },
  );
  await wire.http.requestJson({ method: 'GET', path: '/x' });
  expect(transport.requests).toMatchObject([
    { url: 'http://fake/deep/v1/more/x?a=b', headers: { authorization: `Basic ${btoa('us@er:word')}` } },
  ]);
  expect(wire.baseUrl).toMatchObject({ origin: 'http://fake', path: '/deep/v1' });
});

test('accepts a parsed base URL and a URL object, and has a default', async () => {
  const transport = new FakeTransport({ json: {} }, { json: {} }, { json: {} });
  // JavaScript callers may pass a URL.
  for (const given of [parseBaseUrl('http://parsed/'), undefined, new URL('http://url/') as never]) {
    await createHttpClient({ baseUrl: given, transport }, own).http.requestJson({ method: 'GET', path: '/x' });
  }
  expect(() => createHttpClient({ baseUrl: {} as never, transport }, own)).toThrow(
    expect.objectContaining({ code: 'config_invalid' }),
  );
  expect(transport.requests.map(({ url }) => url)).toEqual([
    'http://parsed/x',
    'http://default/acme/x',
    'http://url/x',
  ]);
});

test('retries according to its own settings and clock', async () => {
  const clock = new FakeClock();
  const transport = new FakeTransport({ status: 503 }, { json: {} });
  const { http } = createHttpClient({ baseUrl, transport, clock, retry: 1 }, own);
  const response = http.requestJson({ method: 'GET', path: '/x' });
  await clock.waitForTimer();
  while (transport.requests.length < 2) {
    clock.advance(1000);
    await Promise.resolve();
  }
  expect(await response).toMatchObject({ status: 200 });
  const once = createHttpClient({ baseUrl, transport: new FakeTransport({ status: 503 }), retry: false }, own);
  await expect(once.http.requestJson({ method: 'GET', path: '/x' })).rejects.toMatchObject({
    status: 503,
    attempts: 1,
  });
});

test('limits the size of responses', async () => {
  const transport = new FakeTransport({ json: { text: 'x'.repeat(50) } });
  const { http } = createHttpClient({ baseUrl, transport, limits: { maxBodyBytes: 20 } }, own);
  await expect(http.requestJson({ method: 'GET', path: '/x' })).rejects.toMatchObject({
    code: 'limit_exceeded',
    provider: 'acme',
  });
});

test('close ends the calls but does not close a transport that was passed', async () => {
  const transport = new FakeTransport('hold');
  const wire = createHttpClient({ baseUrl, transport }, own);
  const call = wire.http.requestJson({ method: 'GET', path: '/x' });
  await wire.close();
  await expect(call).rejects.toMatchObject({ code: 'closed' });
  expect([transport.open, transport.closed]).toEqual([0, false]);
});

test('close closes the default transport', async () => {
  const closed = vi.spyOn(UndiciTransport.prototype, 'close');
  await createHttpClient({ baseUrl }, own).close();
  expect(closed).toHaveBeenCalledOnce();
});
