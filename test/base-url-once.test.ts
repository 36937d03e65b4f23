import { createClients, type LmuxConfig } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { plugins } from '../examples/plugins.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Counts how often each text is parsed as a URL, by whichever module. */
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

test('each base URL is parsed once, in every provider of this repository', async () => {
  const urls = plugins.map(({ id }) => `http://127.0.0.1:9/${id}/v1`);
  const providers = Object.fromEntries(plugins.map(({ id }, index) => [id, { use: id, baseUrl: urls[index] }]));
  const config: LmuxConfig = { default: 'openai', providers };
  const parsed = countUrls();
  await using clients = createClients({ plugins, config, transport: new FakeTransport() });
  for (const name of clients.names) clients.get(name);
  expect(urls.map((url) => parsed.get(url))).toEqual(urls.map(() => 1));
  expect([...parsed.keys()].toSorted()).toEqual(urls.toSorted());
});
