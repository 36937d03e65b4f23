import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { createClient } from '../client/create-client.js';
import { fakeProvider } from '../testing/fake-provider.js';

const SECRET = 'hunter2-7391';
const plugins = [fakeProvider({ optionKeys: ['colour'] }), fakeProvider({ id: 'second' })];

function refusal(config: unknown): LmError {
  let error: unknown;
  try {
    createClient({ plugins, config: config as never });
  } catch (caught) {
    error = caught;
  }
  if (!isLmError(error)) throw new Error('was taken', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain('7391');
  expect(error.message.length).toBeLessThan(500);
  return error;
}

const WRONG: readonly [name: string, config: unknown, message: string][] = [
  ['nothing', undefined, 'config is undefined; allowed is an object'],
  ['a text', 'openai', 'config is a string; allowed is an object'],
  ['no provider', {}, '"provider" is missing'],
  ['an empty provider', { provider: '' }, '"provider" is missing'],
  ['a provider that is not an id', { provider: 5 }, '"provider" is 5; allowed is a string'],
  [
    'an unknown key',
    { baseURL: 'x' },
    'Unknown key "baseURL". Did you mean "baseUrl"? Allowed are provider, baseUrl, ',
  ],
  ['the key by another name', { apiKey: SECRET }, 'Unknown key "apiKey". Did you mean "apiToken"?'],
  [
    'a URL without scheme',
    { baseUrl: 'my server' },
    'baseUrl "my server" is not a URL; allowed is an http or https URL',
  ],
  ['another scheme', { baseUrl: 'ftp://host/' }, 'has the scheme "ftp:"'],
  ['a URL of a wrong type', { baseUrl: 7 }, '"baseUrl" is 7; allowed is a string'],
  ['a password in a bad URL', { baseUrl: `ftp://me:${SECRET}@host` }, 'has the scheme "ftp:"'],
  ['a token of a wrong type', { apiToken: 7391 }, '"apiToken" is a number; allowed is a string, or a function'],
  ['a token with a line break', { apiToken: `${SECRET}\n` }, '"headers" or "apiToken" cannot be sent'],
  ['headers of a wrong type', { headers: SECRET }, '"headers" is a string; allowed is an object of strings'],
  ['a header of a wrong type', { headers: { a: 7391 } }, '"headers" is an object; allowed is an object of strings'],
  ['a header that HTTP does not allow', { headers: { 'a b': SECRET } }, '"headers" or "apiToken" cannot be sent'],
  ['a model of a wrong type', { model: ['a'] }, '"model" is an array; allowed is a string'],
  ['an embedModel of a wrong type', { embedModel: null }, '"embedModel" is null; allowed is a string'],
  ['a timeout as text', { timeout: '5s' }, '"timeout" is "5s"; allowed is a number from 0'],
  ['a timeout below 0', { timeout: -1 }, '"timeout" is -1; allowed is a number from 0'],
  ['limits of a wrong type', { limits: 5 }, '"limits" is 5; allowed is an object'],
  ['an unknown limit', { limits: { maxBytes: 5 } }, 'Unknown key "limits.maxBytes".'],
  ['a limit of zero', { limits: { maxBodyBytes: 0 } }, '"limits.maxBodyBytes" is 0; allowed is a whole number'],
  ['timeouts of a wrong type', { timeouts: 5 }, '"timeouts" is 5; allowed is an object'],
  ['an unknown timeout', { timeouts: { read: 5 } }, 'Unknown key "timeouts.read".'],
  [
    'a timeout that is not a number',
    { timeouts: { idle: Number.NaN } },
    '"timeouts.idle" is NaN; allowed is a number from 0',
  ],
  [
    'a retry of a wrong type',
    { retry: 'often' },
    '"retry" is "often"; allowed is false, or a whole number from 0, or an object',
  ],
  ['an unknown setting of retry', { retry: { max: 5 } }, 'Unknown key "retry.max".'],
  ['a setting of retry below 0', { retry: { budgetMs: -1 } }, '"retry.budgetMs" is -1'],
  [
    'an unknown word',
    { onUnsupported: 'ignore' },
    '"onUnsupported" is "ignore"; allowed is one of "error", "warn", "drop"',
  ],
  ['no calls at all', { maxConcurrent: 0 }, '"maxConcurrent" is 0; allowed is a whole number from 1'],
  ['a proxy that is not a URL', { proxy: SECRET }, '"proxy" is not an http or https URL'],
  ['a proxy of another scheme', { proxy: { url: 'socks5://host' } }, '"proxy" is not an http or https URL'],
  ['a proxy that says nothing', { proxy: {} }, '"proxy" needs either "url" or "fromEnv": true'],
  ['a proxy that says too much', { proxy: { url: 'http://p', fromEnv: true } }, '"proxy" needs either'],
  ['a proxy not from the environment', { proxy: { fromEnv: false } }, '"proxy.fromEnv" is false; allowed is true'],
  ['an unknown key of the proxy', { proxy: { host: 'x' } }, 'Unknown key "proxy.host".'],
  ['options of a wrong type', { options: [] }, '"options" is an array; allowed is an object'],
  [
    'an unknown option',
    { options: { color: SECRET } },
    'Unknown key "options.color" for provider "fake"; allowed are colour',
  ],
  [
    'an option where there are none',
    { provider: 'second', options: { colour: 1 } },
    'Unknown key "options.colour" for provider "second"; it has none',
  ],
];

test.each(WRONG)('%s is refused', (name, config, message) => {
  const whole = typeof config === 'object' && !name.endsWith('provider') ? { provider: 'fake', ...config } : config;
  const error = refusal(whole);
  expect({ code: error.code, message: error.message }).toEqual({
    code: 'config_invalid',
    message: expect.stringContaining(message),
  });
});

test('a provider that no plugin registers is refused, naming those that are', () => {
  const error = refusal({ provider: 'fakir' });
  expect(error.code).toBe('unknown_provider');
  expect(error.message).toContain(
    '"provider" must be the id of a registered provider ("fake", "second"); received "fakir".',
  );
  expect(error.message).toContain('createClient');
  const provider: string = 'fake';
  expect(() => createClient({ plugins: [], config: { provider } })).toThrow('but none is registered');
});

describe('is taken', () => {
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
    { options: { colour: 'red' } },
    { onUnsupported: 'drop' },
    { baseUrl: undefined, apiToken: undefined, timeouts: { idle: undefined }, retry: undefined, proxy: undefined },
  ];
  test.each(RIGHT)('%j', async (config) => {
    const client = createClient({ plugins, config: { provider: 'fake', ...config } });
    expect(client.provider).toBe('fake');
    await client.close();
  });

  test('and copied: what is changed afterwards has no effect', async () => {
    const plugin = fakeProvider();
    const config = { provider: 'fake', model: 'first' };
    const client = createClient({ plugins: [plugin], config });
    config.model = 'second';
    await client.complete({ prompt: 'x' });
    expect(plugin.calls[0]?.request).toMatchObject({ model: 'first' });
  });
});
