import { rejectionOf } from '@lmux/test-support';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FetchTransport } from '../src/transport/fetch-transport.js';
import { readAll } from './support/body-reader.js';
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
    const transport = new FetchTransport({ fetch });
    await transport.send(get('http://host/', { headers: { accept: 'a', 'x-mine': 'b' } }));
    const error = await rejectionOf(
      transport.send(get('http://host/', { headers: { accept: 'a', cookie: 'canary' } })),
    );
    expect(error).toMatchObject({ code: 'invalid_request' });
    expect(error.message).toContain('"cookie"');
    expect(error.message).not.toContain('canary');
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('fails with a helpful error if a browser hides a redirect', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const transport = new FetchTransport({ fetch: () => Promise.resolve(hidden) });
    const error = await rejectionOf(transport.send(get('http://host/?key=canary')));
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect(error.message).toContain('http://host/?key=***');
  });
});
