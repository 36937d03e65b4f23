import { createClients, type LmuxConfig } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { plugins } from '../examples/plugins.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Replaces the global URL and returns a live map of how often each string is parsed as a URL. */
function countUrls(): ReadonlyMap<string, number> {
  const parsed = new Map<string, number>();
  const count = (text: unknown): void => void parsed.set(String(text), (parsed.get(String(text)) ?? 0) + 1);
  class CountedUrl extends URL {
    constructor(url: string | URL, base?: string | URL) {
      super(url, base);
      count(url);
    }
    static override canParse(url: string | URL, base?: string | URL): boolean {
      count(url);
      return URL.canParse(url, base);
    }
  }
  vi.stubGlobal('URL', CountedUrl);
  return parsed;
}

test('every provider of this repository parses each base URL once', async () => {
  const urls = plugins.map(({ id }) => `http://127.0.0.1:9/${id}/v1`);
  const providers = Object.fromEntries(plugins.map(({ id }, index) => [id, { use: id, baseUrl: urls[index] }]));
  const config: LmuxConfig = { default: 'openai', providers };
  const parsed = countUrls();
  await using clients = createClients({ plugins, config, transport: new FakeTransport() });
  for (const name of clients.names) clients.get(name);
  expect(urls.map((url) => parsed.get(url))).toEqual(urls.map(() => 1));
  expect([...parsed.keys()].toSorted()).toEqual(urls.toSorted());
});
