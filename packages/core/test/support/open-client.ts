import { afterEach } from 'vitest';
import { parseBaseUrl } from '../../src/http/base-url.js';
import { JsonHttpClient } from '../../src/http/json-http-client.js';
import type { JsonHttpClientOptions } from '../../src/http/json-http-client-options.js';
import { DEFAULT_BODY_LIMITS } from '../../src/decode/limits.js';
import { BackoffRetryPolicy } from '../../src/http/retry-policy.js';
import type { LogFields } from '../../src/logging/logger.js';
import { FakeClock } from '../../src/testing/fake-clock.js';
import { FetchTransport } from '../../src/transport/fetch-transport.js';
import type { Transport } from '../../src/transport/transport.js';
import { UndiciTransport } from '../../src/transport/undici-transport.js';

/** A client with its clock and its log. */
export interface OpenClient {
  readonly client: JsonHttpClient;
  readonly clock: FakeClock;
  readonly logged: { message: string; fields: LogFields | undefined }[];
}

/** Both transports, for tests that run with each of them. */
export const transports = [
  { name: 'UndiciTransport', create: (clock: FakeClock): Transport => new UndiciTransport({ clock }) },
  { name: 'FetchTransport', create: (): Transport => new FetchTransport() },
];

const opened: { clock: FakeClock; transport: Transport }[] = [];

afterEach(async () => {
  for (const { clock, transport } of opened.splice(0)) {
    await transport.close();
    if (clock.timers !== 0) throw new Error(`The test left ${clock.timers} timer(s) running.`);
  }
});

/** Opens a client with a fake clock. After the test, its transport is closed and no timer may be running. */
export function openClient(
  baseUrl: string,
  createTransport: (clock: FakeClock) => Transport,
  changes: Partial<JsonHttpClientOptions> = {},
): OpenClient {
  const clock = new FakeClock();
  const transport = createTransport(clock);
  opened.push({ clock, transport });
  const logged: OpenClient['logged'] = [];
  const log = (message: string, fields?: LogFields): void => void logged.push({ message, fields });
  const client = new JsonHttpClient({
    provider: 'p',
    baseUrl: parseBaseUrl(baseUrl),
    apiToken: undefined,
    headers: undefined,
    transport,
    clock,
    logger: { debug: log, info: log, warn: log, error: log },
    // Half of the maximum waits: 250, 500, 1000 ms.
    retryPolicy: new BackoffRetryPolicy({}, () => 0.5),
    maxConcurrent: Infinity,
    limits: DEFAULT_BODY_LIMITS,
    redirect: 'same-origin',
    ...changes,
  });
  return { client, clock, logged };
}

/** Returns a function that opens clients over one transport. */
export function opener(
  createTransport: (clock: FakeClock) => Transport,
  defaults: Partial<JsonHttpClientOptions> = {},
): (baseUrl: string, changes?: Partial<JsonHttpClientOptions>) => OpenClient {
  return (baseUrl, changes = defaults) => openClient(baseUrl, createTransport, changes);
}
