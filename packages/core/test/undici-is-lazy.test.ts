import { createRequire } from 'node:module';
import { rawResponse, RawServer } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { UndiciTransport } from '../src/index.js';
import { readAll } from './support/body-reader.js';

// The only test of its file: others would load what it looks for.
test('undici, whose import costs 100 ms, is loaded by the first request and not before', async () => {
  const { cache } = createRequire(import.meta.url);
  const loaded = (): boolean => Object.keys(cache).some((path) => /[\\/]undici[\\/]/.test(path));
  const transport = new UndiciTransport();
  expect(loaded()).toBe(false);
  await using server = await RawServer.listen();
  const sent = transport.send({
    method: 'GET',
    url: server.url,
    headers: {},
    signal: new AbortController().signal,
    timeouts: { connect: 0 },
  });
  await server.respond(rawResponse('{}'));
  await readAll((await sent).body);
  expect(loaded()).toBe(true);
  await transport.close();
});
