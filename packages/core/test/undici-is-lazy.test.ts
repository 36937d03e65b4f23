import { createRequire } from 'node:module';
import { rawResponse, RawServer } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { UndiciTransport } from '../src/index.js';
import { readAll } from './support/body-reader.js';

// This test needs a file of its own, because other tests would load undici.
test('undici, whose import takes 100 ms, is not loaded before the first request', async () => {
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
