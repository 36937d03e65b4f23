import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { createClient } from '../client/create-client.js';
import { fakeProvider } from '../testing/fake-provider.js';

const SECRET = 'hunter2-7391';
const plugins = [fakeProvider({ optionKeys: ['color'] }), fakeProvider({ id: 'second' })];

function refusal(config: unknown): LmError {
  let error: unknown;
  try {
    createClient({ plugins, config: config as never });
  } catch (caught) {
    error = caught;
  }
  if (!isLmError(error)) throw new Error('The configuration was accepted.', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain('7391');
  expect(error.message.length).toBeLessThan(500);
  return error;
}

const WRONG: readonly [name: string, config: unknown, message: string][] = [
  ['no configuration', undefined, 'The configuration must be an object; received undefined.'],
  ['a string', 'openai', 'The configuration must be an object; received a string.'],
  ['no provider', {}, '"provider" is missing'],
  ['an empty provider', { provider: '' }, '"provider" is missing'],
  ['a provider that is not an id', { provider: 5 }, '"provider" must be a string; received 5.'],
  [
    'an unknown key',
    { baseURL: 'x' },
    'Unknown key "baseURL". Did you mean "baseUrl"? Supported keys: provider, baseUrl, ',
  ],
  ['apiKey instead of apiToken', { apiKey: SECRET }, 'Unknown key "apiKey". Did you mean "apiToken"?'],
  [
    'a URL without a scheme',
    { baseUrl: 'my server' },
    '"baseUrl" must be an http or https URL such as http://localhost:1234; received "my server".',
  ],
  ['a URL with another scheme', { baseUrl: 'ftp://host/' }, 'received "ftp://host/" with the scheme "ftp:".'],
  ['a URL of a wrong type', { baseUrl: 7 }, '"baseUrl" must be a string; received 7.'],
  [
    'an invalid URL with a password',
    { baseUrl: `ftp://me:${SECRET}@host` },
    'received "***@host" with the scheme "ftp:".',
  ],
  [
    'a token of a wrong type',
    { apiToken: 7391 },
    '"apiToken" must be a string or a function that returns one; received a number.',
  ],
  [
    'a token that refers to a variable',
    { apiToken: { env: SECRET } },
    '"apiToken" must be the value itself; received { "env": ... }, which is supported only in a configuration file and by createClients(). Use process.env.',
  ],
  [
    'a proxy that refers to a variable',
    { proxy: { env: SECRET } },
    '"proxy" must be the value itself; received { "env"',
  ],
  [
    'a token with a line break',
    { apiToken: `${SECRET}\n` },
    '"apiToken" cannot be sent. The value of header "authorization"',
  ],
  ['headers of a wrong type', { headers: SECRET }, '"headers" must be an object of strings; received a string.'],
  ['a header of a wrong type', { headers: { b: 'x', a: 7391 } }, '"headers.a" must be a string; received a number.'],
  ['a header that is null', { headers: { a: null } }, '"headers.a" must be a string; received null.'],
  ['an option of a call', { collect: false }, 'Unknown key "collect". It is an option of a call.'],
  ['a header that HTTP does not allow', { headers: { 'a b': SECRET } }, '"headers" cannot be sent'],
  ['a model of a wrong type', { model: ['a'] }, '"model" must be a string; received an array.'],
  ['an embedModel of a wrong type', { embedModel: null }, '"embedModel" must be a string; received null.'],
  ['a timeout that is a string', { timeout: '5s' }, '"timeout" must be a non-negative number; received "5s".'],
  ['a timeout below 0', { timeout: -1 }, '"timeout" must be a non-negative number; received -1.'],
  ['limits of a wrong type', { limits: 5 }, '"limits" must be an object; received 5.'],
  [
    'a range of one number',
    { limits: { temperature: [1] } },
    '"limits.temperature" must be an array of two numbers, the smaller one first; received an array.',
  ],
  [
    'a range in the wrong order',
    { limits: { topP: [1, 0] } },
    '"limits.topP" must be an array of two numbers, the smaller one first; received [1, 0].',
  ],
  ['a range without an end', { limits: { topP: [0, Infinity] } }, 'the smaller one first; received [0, Infinity].'],
  ['a range of three numbers', { limits: { topP: [0, 1, 2] } }, '"limits.topP" must be an array of two numbers'],
  ['a range of text', { limits: { topP: ['0', '1'] } }, '"limits.topP" must be an array of two numbers'],
  ['a range that is a number', { limits: { minP: 1 } }, '"limits.minP" must be an array of two numbers'],
  ['no texts', { limits: { embedInputs: 0 } }, '"limits.embedInputs" must be a positive integer; received 0.'],
  [
    'no concurrency',
    { limits: { embedConcurrency: 0.5 } },
    '"limits.embedConcurrency" must be a positive integer; received 0.5.',
  ],
  ['an unknown limit', { limits: { maxBytes: 5 } }, 'Unknown key "limits.maxBytes".'],
  [
    'a limit of zero',
    { limits: { maxBodyBytes: 0 } },
    '"limits.maxBodyBytes" must be a positive integer, because a limit can be raised but not turned off; received 0.',
  ],
  ['timeouts of a wrong type', { timeouts: 5 }, '"timeouts" must be an object; received 5.'],
  ['an unknown timeout', { timeouts: { read: 5 } }, 'Unknown key "timeouts.read".'],
  [
    'a timeout that is NaN',
    { timeouts: { idle: Number.NaN } },
    '"timeouts.idle" must be a non-negative number; received NaN.',
  ],
  [
    'a retry of a wrong type',
    { retry: 'often' },
    '"retry" must be false, a non-negative integer or an object; received "often".',
  ],
  ['an unknown setting of retry', { retry: { max: 5 } }, 'Unknown key "retry.max".'],
  [
    'a setting of retry below 0',
    { retry: { budgetMs: -1 } },
    '"retry.budgetMs" must be a non-negative number; received -1.',
  ],
  [
    'an unknown word',
    { onUnsupported: 'ignore' },
    '"onUnsupported" must be one of "error", "warn", "drop"; received "ignore".',
  ],
  ['a maxConcurrent of zero', { maxConcurrent: 0 }, '"maxConcurrent" must be a positive integer; received 0.'],
  [
    'a proxy that is not a URL',
    { proxy: SECRET },
    '"proxy" must be an http or https URL such as http://proxy:3128; received a value without http:// or https://. Add "http://" in front of it.',
  ],
  [
    'a SOCKS proxy',
    { proxy: { url: 'socks5://host' } },
    'such as http://proxy:3128; received the URL of a SOCKS proxy. SOCKS is not supported. Use an HTTP proxy.',
  ],
  ['an empty proxy', { proxy: {} }, '"proxy" must have either "url" or "fromEnv": true; received neither.'],
  [
    'a proxy with both url and fromEnv',
    { proxy: { url: 'http://p', fromEnv: true } },
    '"proxy" must have either "url" or "fromEnv": true; received both.',
  ],
  ['a proxy with fromEnv: false', { proxy: { fromEnv: false } }, '"proxy.fromEnv" must be true; received false.'],
  ['an unknown key of the proxy', { proxy: { host: 'x' } }, 'Unknown key "proxy.host".'],
  ['options of a wrong type', { options: [] }, '"options" must be an object; received an array.'],
  [
    'an unknown option',
    { options: { hue: SECRET } },
    'Unknown key "options.hue" for provider "fake". Supported keys: color.',
  ],
  [
    'an option for a provider without options',
    { provider: 'second', options: { color: 1 } },
    'Unknown key "options.color" for provider "second". It has no options.',
  ],
];

test.each(WRONG)('rejects %s', (name, config, message) => {
  const whole = typeof config === 'object' && !name.endsWith('provider') ? { provider: 'fake', ...config } : config;
  const error = refusal(whole);
  expect({ code: error.code, message: error.message }).toEqual({
    code: 'config_invalid',
    message: expect.stringContaining(message),
  });
});

test('rejects a provider that no plugin registers, and names the registered ones', () => {
  const error = refusal({ provider: 'fakir' });
  expect(error.code).toBe('unknown_provider');
  expect(error.message).toContain(
    '"provider" must be the id of a registered provider ("fake", "second"); received "fakir".',
  );
  expect(error.message).toContain('createClient');
  const provider: string = 'fake';
  expect(() => createClient({ plugins: [], config: { provider } })).toThrow('but none is registered');
});

describe('a valid configuration', () => {
  const RIGHT: readonly object[] = [
    {},
    { baseUrl: 'http://localhost:1234' },
    { baseUrl: 'http://localhost:1234/' },
    { baseUrl: 'https://user:pass@host/api/v1/?version=1' },
    { apiToken: SECRET },
    { apiToken: () => SECRET },
    { headers: { 'X-Api-Key': SECRET } },
    { timeout: 0, timeouts: { timeout: 1, connect: 0, firstByte: 1, idle: 2, eventIdle: 3, total: 4 } },
    { retry: false },
    { retry: 0 },
    { retry: { maxRetries: 1, baseDelayMs: 2, maxDelayMs: 3, budgetMs: 4 } },
    { maxConcurrent: 1 },
    { maxConcurrent: Infinity },
    { proxy: 'http://user:pass@proxy:3128' },
    { proxy: { fromEnv: true } },
    { options: { color: 'red' } },
    { onUnsupported: 'drop' },
    { baseUrl: undefined, apiToken: undefined, timeouts: { idle: undefined }, retry: undefined, proxy: undefined },
  ];
  test.each(RIGHT)('is accepted: %j', async (config) => {
    const client = createClient({ plugins, config: { provider: 'fake', ...config } });
    expect(client.provider).toBe('fake');
    await client.close();
  });

  test('is copied, so that later changes have no effect', async () => {
    const plugin = fakeProvider();
    const config = { provider: 'fake', model: 'first' };
    const client = createClient({ plugins: [plugin], config });
    config.model = 'second';
    await client.complete({ prompt: 'x' });
    expect(plugin.calls[0]?.request).toMatchObject({ model: 'first' });
  });
});
