import { rawResponse, RawServer, rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FetchTransport } from '../src/transport/fetch-transport.js';
import { UndiciTransport } from '../src/transport/undici-transport.js';
import { readAll } from './support/body-reader.js';
import { GET } from './support/http-calls.js';
import { openClient } from './support/open-client.js';
import { get, opened } from './support/transports.js';

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const transport of opened.splice(0)) await transport.close();
});

describe('FetchTransport', () => {
  test('calls the given fetch without a receiver', async () => {
    const seen: unknown[] = [];
    const transport = new FetchTransport({
      fetch(this: unknown, url, init) {
        seen.push(this, url, init?.method, init?.redirect);
        return Promise.resolve(new Response('hi', { status: 201, headers: { 'x-a': '1' } }));
      },
    });
    const { status, headers, body } = await transport.send(get('http://host/'));
    expect([status, headers['x-a'], await readAll(body)]).toEqual([201, '1', 'hi']);
    expect(seen).toEqual([undefined, 'http://host/', 'GET', 'manual']);
  });

  test('rejects a header that the runtime drops, and sends nothing', async () => {
    // Browsers drop forbidden headers when a Request is created.
    class BrowserRequest extends Request {
      override get headers(): Headers {
        const kept = new Headers(super.headers);
        kept.delete('cookie');
        return kept;
      }
    }
    vi.stubGlobal('Request', BrowserRequest);
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response('hi')));
    vi.stubGlobal('fetch', fetch);
    const transport = new FetchTransport();
    await transport.send(get('http://host/', { headers: { accept: 'a', 'x-mine': 'b' } }));
    const error = await rejectionOf(
      transport.send(get('http://host/', { headers: { accept: 'a', cookie: 'canary' } })),
    );
    expect(error).toMatchObject({ code: 'invalid_request' });
    expect(error.message).toContain('"cookie"');
    expect(error.message).not.toContain('canary');
    expect(fetch).toHaveBeenCalledTimes(1);
    // A fetch of the application may send it.
    await new FetchTransport({ fetch }).send(get('http://host/', { headers: { cookie: 'canary' } }));
    expect(fetch).toHaveBeenLastCalledWith(
      'http://host/',
      expect.objectContaining({ headers: expect.objectContaining({ cookie: 'canary' }) }),
    );
  });

  test.each([
    ['of lmux on Node', {}, undefined, /^lmux\//],
    ['of the application', { 'user-agent': 'mine/1' }, undefined, /^mine\/1$/],
    ['of the browser in a page', {}, {}, /^none$/],
  ])('sends the user-agent %s', async (_, headers, document, expected) => {
    if (document !== undefined) vi.stubGlobal('document', document);
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(new Response('hi')));
    await new FetchTransport({ fetch }).send({ ...get('http://host/'), headers });
    expect(new Headers(fetch.mock.lastCall?.[1]?.headers).get('user-agent') ?? 'none').toMatch(expected);
  });

  test('fails with a helpful error if a browser hides a redirect', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const transport = new FetchTransport({ fetch: () => Promise.resolve(hidden) });
    const error = await rejectionOf(transport.send(get('http://host/?key=canary')));
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect(error.message).toContain('http://host/?key=***');
  });
});

/** The `fetch` of other runtimes returns status 407. Node's does not show it, and reports only the status of a tunnel in the cause. */
const proxyRefusals: readonly (readonly [string, () => Promise<Response>])[] = [
  ['returns', () => Promise.resolve(new Response(null, { status: 407 }))],
  [
    'reports in a cause',
    () =>
      Promise.reject(
        new TypeError('fetch failed', { cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling') }),
      ),
  ],
];

test.each(proxyRefusals)(
  'status 407 that fetch %s is authentication, with a sentence about the proxy',
  async (_how, fetch) => {
    const { client } = openClient('http://host', () => new FetchTransport({ fetch }));
    const error = await rejectionOf(client.requestJson(GET));
    expect(error).toMatchObject({ code: 'authentication', retryable: false });
    expect(error.message).toMatch(/proxy requires a user and password.* in the URL of the proxy/i);
    expect(error.message).not.toContain('***');
  },
);

test('status 407 over UndiciTransport is authentication, with a sentence about the proxy', async () => {
  await using server = await RawServer.listen(({ write }) => write(rawResponse('', 407)));
  const { client } = openClient(server.url, (clock) => new UndiciTransport({ clock }));
  const error = await rejectionOf(client.requestJson(GET));
  expect(error).toMatchObject({ code: 'authentication', status: 407, retryable: false });
  expect(error.message).toMatch(/proxy requires a user and password/i);
  expect(server.requests).toHaveLength(1);
});

test('an invalid proxy variable is no attempt, because nothing is sent', async () => {
  vi.stubEnv('http_proxy', 'proxy:3128');
  try {
    const { client } = openClient('http://host', (clock) => new UndiciTransport({ clock, proxy: { fromEnv: true } }));
    const error = await rejectionOf(client.requestJson(GET));
    expect(error).toMatchObject({ code: 'config_invalid' });
    expect(error).not.toHaveProperty('attempts');
  } finally {
    vi.unstubAllEnvs();
  }
});
