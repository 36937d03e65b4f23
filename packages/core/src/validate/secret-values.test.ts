import { thrownBy, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import { createClients } from '../config/create-clients.js';
import { looksSecret, quoteName } from '../errors/looks-secret.js';
import { isLmError } from '../errors/guards.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { CLIENT_SETTINGS, TIMEOUTS } from './config-fields.js';

/** Keys of many forms, each with the digits 7391, that a user may have put in the wrong place. */
const KEYS: readonly unknown[] = [
  'hunter2SecretValue7391',
  'sk-proj-7391abcdef',
  'c4f1e0a9-b7d2-5386-7391-ab12cd34ef56',
  'Zx7391-qP4_mm0-9Rk2',
  'ACME7391EXAMPLE7391',
  'https://me:pass7391@host/?code=7391',
  '7391'.repeat(8),
  739_173_917_391,
  ['hunter2SecretValue7391'],
  { key: 'hunter2SecretValue7391' },
  { hunter2SecretValue7391: true },
  { env: 'hunter2SecretValue7391' },
];

function expectHidden(error: unknown): void {
  expect(isLmError(error)).toBe(true);
  const { message, stack } = error as Error;
  expect(`${message} ${stack} ${JSON.stringify(error)}`).not.toContain('7391');
}

/** Returns true if a setting accepts the value, so that it is not a mistake. */
const isValid = (run: () => unknown): boolean => {
  try {
    run();
    return true;
  } catch {
    return false;
  }
};

describe('a mistake never shows a value that could be a secret', () => {
  const plugins = [fakeProvider()];
  const places: readonly (readonly [name: string, config: (value: unknown) => object])[] = [
    ...Object.keys(CLIENT_SETTINGS).map((key) => [key, (value: unknown) => ({ [key]: value })] as const),
    ...Object.keys(TIMEOUTS).map(
      (key) => [`timeouts.${key}`, (value: unknown) => ({ timeouts: { [key]: value } })] as const,
    ),
    ['headers.authorization', (value) => ({ headers: { authorization: value } })],
    ['proxy.url', (value) => ({ proxy: { url: value } })],
    ['proxy.fromEnv', (value) => ({ proxy: { fromEnv: value } })],
    ['limits.maxBodyBytes', (value) => ({ limits: { maxBodyBytes: value } })],
    ['retry.quota', (value) => ({ retry: { quota: value } })],
    ['an unknown key', (value) => ({ apiTokn: value })],
    ['the key itself', (value) => ({ [String(value)]: 1 })],
    ['a key of headers', (value) => ({ headers: { [`${String(value)} `]: 'x' } })],
    ['a key of options', (value) => ({ options: { [String(value)]: 1 } })],
  ];

  test.each(places)('%s', (name, config) => {
    let mistakes = 0;
    for (const value of KEYS) {
      const settings = config(value);
      const isObjectKey = typeof value === 'object' && /key/.test(name);
      const create = () => createClient({ plugins, config: { provider: 'fake', ...settings } });
      const createAll = () =>
        createClients({ plugins, env: {}, config: { providers: { a: { use: 'fake', ...settings } } } }).default;
      for (const run of [create, createAll]) {
        if (isObjectKey || isValid(run)) continue;
        mistakes += 1;
        // A number is shown where a number is expected.
        if (typeof value === 'number' && thrownBy(run) !== undefined && /number|integer/.test(String(thrownBy(run))))
          continue;
        expectHidden(thrownBy(run));
      }
    }
    expect(mistakes).toBeGreaterThan(0);
  });

  test.each([
    ['use', (value: unknown) => ({ providers: { a: { use: value } } })],
    ['default', (value: unknown) => ({ default: value, providers: { a: { use: 'fake' } } })],
    ['$schema', (value: unknown) => ({ $schema: [value], providers: { a: { use: 'fake' } } })],
    ['plugins', (value: unknown) => ({ plugins: value, providers: { a: { use: 'fake' } } })],
    ['an unknown key', (value: unknown) => ({ [JSON.stringify(value)]: 1, providers: { a: { use: 'fake' } } })],
    ['the name of a provider', (value: unknown) => ({ providers: { [JSON.stringify(value)]: {} } })],
    ['a provider', (value: unknown) => ({ providers: { a: value } })],
    ['the whole configuration', (value: unknown) => value],
  ])('%s of a configuration', (_name, config) => {
    const runs = KEYS.map((value) => () => createClients({ plugins, config: config(value) as never }).default);
    const mistakes = runs.filter((run) => !isValid(run));
    expect(mistakes.length).toBeGreaterThan(2);
    for (const run of mistakes) {
      expectHidden(thrownBy(run));
    }
  });

  test.each([
    'headers',
    'timeout',
    'timeouts',
    'retry',
    'resume',
    'collect',
    'reasoningTags',
    'onUnsupported',
    'signal',
  ])('the option %s of a call', async (key) => {
    await using client = createClient({ plugins, config: { provider: 'fake', model: 'm' } });
    let mistakes = 0;
    for (const value of KEYS) {
      const call = client.chat({ messages: [{ role: 'user', content: 'x' }] }, { [key]: value });
      const error = await rejectionOf(call).catch(() => undefined);
      if (error === undefined || (typeof value === 'number' && /number|integer/.test(String(error)))) continue;
      mistakes += 1;
      expectHidden(error);
    }
    expect(mistakes).toBeGreaterThan(0);
  });
});

describe('names are still shown', () => {
  test.each([
    'lmstudio',
    'qwen3-4b-2507',
    'qwen/qwen3-4b-2507',
    'gpt-4.1-mini-2025-04-14',
    'my-team/internationalization',
    '@acme/lmux-provider-foo',
    'apiTokn',
    'AZURE_OPENAI_API_KEY_2',
    'my model',
    '',
  ])('%j', (name) => {
    expect(looksSecret(name)).toBe(false);
    expect(quoteName(name)).toBe(`"${name}"`);
  });
});
