import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { checkLmuxConfig } from './check-lmux-config.js';

const SECRET = 'hunter2-7391';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly anyOf: readonly Schema[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../schema/lmux.config.schema.json', import.meta.url), 'utf8'),
) as Schema;
const fitsSchema = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

/** One provider with these settings. */
const one = (settings: object): object => ({ providers: { local: { use: 'fake', ...settings } } });

/** What both accept. */
const RIGHT: readonly object[] = [
  { providers: { local: { use: 'lmstudio' } } },
  { $schema: './node_modules/@lmux/core/schema/lmux.config.schema.json', ...one({}) },
  { default: 'b', providers: { a: { use: 'x' }, b: { use: 'x' } } },
  {
    default: 'local',
    plugins: ['@acme/lmux-provider-foo', 'foo', 'foo/sub', '@a/b/c.js', './x.mjs', '../x'],
    ...one({}),
  },
  { plugins: [], ...one({}) },
  { providers: { 'gpt-4.1_x/y': { use: 'x' } } },
  one({ baseUrl: 'http://localhost:1234' }),
  one({ baseUrl: 'HTTPS://user:pass@host/api/v1/?version=1' }),
  one({ baseUrl: { env: 'LM_URL' } }),
  one({ apiToken: SECRET }),
  one({ apiToken: '' }),
  one({ apiToken: { env: 'OPENAI_API_KEY' } }),
  one({ headers: { 'X-A': 'a', 'x-b': { env: '_b1' }, 'x-c': '' } }),
  one({ headers: {} }),
  one({ model: 'm', embedModel: 'e' }),
  one({ timeout: 0, timeouts: { timeout: 1.5, connect: 0, firstByte: 1, idle: 2, eventIdle: 3, total: 4 } }),
  one({ retry: false }),
  one({ retry: 0 }),
  one({ retry: { maxRetries: 1, baseDelayMs: 2, maxDelayMs: 3, budgetMs: 4 } }),
  one({ onUnsupported: 'drop', maxConcurrent: 1 }),
  one({ limits: {} }),
  one({ limits: { maxBodyBytes: 1, maxEventBytes: 2 } }),
  one({ proxy: 'http://user:pass@proxy:3128' }),
  one({ proxy: { url: 'https://proxy' } }),
  one({ proxy: { fromEnv: true } }),
  one({ proxy: { env: 'PROXY' } }),
  one({ options: { anything: [1] } }),
];

/** What both refuse, and the sentence of the checker behind the file's name. */
const WRONG: readonly [name: string, config: unknown, message: string][] = [
  ['nothing', null, 'the configuration is null; allowed is an object'],
  ['a list', [], 'the configuration is an array; allowed is an object'],
  ['no providers', {}, '"providers" is missing or empty'],
  ['empty providers', { providers: {} }, '"providers" is missing or empty'],
  ['providers of a wrong type', { providers: [] }, '"providers" is an array; allowed is an object'],
  [
    'an unknown key',
    { provider: 'x', ...one({}) },
    'Unknown key "provider". Did you mean "providers"? Allowed are $sch',
  ],
  ['a $schema of a wrong type', { $schema: 5, ...one({}) }, '"$schema" is 5; allowed is a string'],
  [
    'a bad name',
    { providers: { 'my model': { use: 'x' } } },
    '"providers" has the name "my model"; allowed are letters',
  ],
  [
    'a name that no provider can have',
    JSON.parse('{"providers":{"__proto__":{"use":"x"}}}'),
    '"providers" has the name "__pro',
  ],
  ['a provider that is a string', { providers: { a: 'lmstudio' } }, '"providers.a" is a string; allowed is an object'],
  ['a provider that is null', { providers: { a: null } }, '"providers.a" is null; allowed is an object'],
  ['no use', { providers: { a: {} } }, '"providers.a.use" is missing; it names the provider of a plugin'],
  ['an empty use', { providers: { a: { use: '' } } }, '"providers.a.use" is missing'],
  ['a use of a wrong type', { providers: { a: { use: 5 } } }, '"providers.a.use" is 5; allowed is a string'],
  ['"provider" for "use"', one({ provider: 'x' }), 'Unknown key "providers.local.provider".'],
  [
    'a slip in a key',
    one({ apiTokn: SECRET }),
    'Unknown key "providers.local.apiTokn". Did you mean "apiToken"? Allowed are use, baseUrl, apiToken, headers,',
  ],
  [
    'no default of several',
    { providers: { a: { use: 'x' }, b: { use: 'x' } } },
    '"default" is missing; with several pro',
  ],
  ['an empty default', { default: '', ...one({}) }, '"default" is ""; allowed is the name of a provider: "local".'],
  ['a default of a wrong type', { default: 1, ...one({}) }, '"default" is 1; allowed is a string'],
  [
    'a URL without scheme',
    one({ baseUrl: 'localhost' }),
    'providers.local.baseUrl "localhost" is not a URL; allowed is',
  ],
  ['another scheme', one({ baseUrl: `ftp://me:${SECRET}@host` }), 'providers.local.baseUrl "***@host" has the scheme'],
  [
    'a URL of a wrong type',
    one({ baseUrl: 7 }),
    '"providers.local.baseUrl" is 7; allowed is a string, or an object such as { "env": "NAME" }',
  ],
  [
    'a token of a wrong type',
    one({ apiToken: 7391 }),
    '"providers.local.apiToken" is a number; allowed is a string, or an object such as { "env": "NAME" }.',
  ],
  [
    'a token from elsewhere',
    one({ apiToken: { file: SECRET } }),
    '"providers.local.apiToken" is an object; allowed is',
  ],
  [
    'a token of two places',
    one({ apiToken: { env: 'A', file: SECRET } }),
    'Unknown key "providers.local.apiToken.file"',
  ],
  [
    'a key for a name',
    one({ apiToken: { env: SECRET } }),
    '"providers.local.apiToken.env" is a string; allowed is the',
  ],
  [
    'a name of a variable that is a number',
    one({ baseUrl: { env: 5 } }),
    '"providers.local.baseUrl.env" is 5; allowed is the name of an',
  ],
  ['a token with a line break', one({ apiToken: `${SECRET}\n` }), '"providers.local.apiToken" cannot be sent'],
  ['headers of a wrong type', one({ headers: SECRET }), '"providers.local.headers" is a string; allowed is an object'],
  [
    'a header of a wrong type',
    one({ headers: { a: 7391 } }),
    '"providers.local.headers.a" is a number; allowed is a string,',
  ],
  ['a header of a bad name', one({ headers: { 'a b': SECRET } }), '"providers.local.headers" or '],
  [
    'a URL for the name of a variable',
    one({ baseUrl: { env: `http://u:${SECRET}@h` } }),
    '"providers.local.baseUrl.env" is a string; allowed is the name of an',
  ],
  ['a header from nowhere', one({ headers: { a: { env: 'a b' } } }), '"providers.local.headers.a.env" is a string'],
  ['a model of a wrong type', one({ model: ['a'] }), '"providers.local.model" is an array; allowed is a string'],
  ['an embedModel of a wrong type', one({ embedModel: null }), '"providers.local.embedModel" is null'],
  ['a timeout as text', one({ timeout: '5s' }), '"providers.local.timeout" is "5s"; allowed is a number from 0'],
  ['a timeout below 0', one({ timeout: -1 }), '"providers.local.timeout" is -1; allowed is a number from 0'],
  ['an unknown timeout', one({ timeouts: { read: 5 } }), 'Unknown key "providers.local.timeouts.read".'],
  [
    'a timeout of a wrong type inside timeouts',
    one({ timeouts: { idle: 'x' } }),
    '"providers.local.timeouts.idle" is "x"',
  ],
  ['timeouts of a wrong type', one({ timeouts: 5 }), '"providers.local.timeouts" is 5; allowed is an object'],
  [
    'a retry of a wrong type',
    one({ retry: 'often' }),
    '"providers.local.retry" is "often"; allowed is false, or a whole',
  ],
  ['half a retry', one({ retry: 0.5 }), '"providers.local.retry" is 0.5'],
  ['true for a retry', one({ retry: true }), '"providers.local.retry" is true'],
  ['a setting of retry below 0', one({ retry: { budgetMs: -1 } }), '"providers.local.retry.budgetMs" is -1'],
  ['an unknown setting of retry', one({ retry: { max: 5 } }), 'Unknown key "providers.local.retry.max".'],
  [
    'an unknown word',
    one({ onUnsupported: 'ignore' }),
    '"providers.local.onUnsupported" is "ignore"; allowed is one of',
  ],
  [
    'no calls at all',
    one({ maxConcurrent: 0 }),
    '"providers.local.maxConcurrent" is 0; allowed is a whole number from 1',
  ],
  ['limits of a wrong type', one({ limits: 5 }), '"providers.local.limits" is 5; allowed is an object'],
  [
    'a limit of nothing',
    one({ limits: { maxEventBytes: 0 } }),
    '"providers.local.limits.maxEventBytes" is 0; allowed is a whole number from 1',
  ],
  ['an unknown limit', one({ limits: { maxBytes: 5 } }), 'Unknown key "providers.local.limits.maxBytes".'],
  ['a proxy that is not a URL', one({ proxy: SECRET }), '"providers.local.proxy" is not an http or https URL'],
  ['a proxy that says nothing', one({ proxy: {} }), '"providers.local.proxy" needs either "url" or "fromEnv": true'],
  [
    'a proxy that says no',
    one({ proxy: { fromEnv: false } }),
    '"providers.local.proxy.fromEnv" is false; allowed is true',
  ],
  ['a proxy of two places', one({ proxy: { url: 'http://a', env: 'A' } }), 'Unknown key "providers.local.proxy.url"'],
  ['options of a wrong type', one({ options: [] }), '"providers.local.options" is an array; allowed is an object'],
  ['plugins of a wrong type', { plugins: 'foo', ...one({}) }, '"plugins" is "foo"; allowed is an array'],
  [
    'a plugin of a wrong type',
    { plugins: ['a', 5], ...one({}) },
    '"plugins[1]" is a number; allowed is the name of a pack',
  ],
  [
    'code for a plugin',
    { plugins: ['data:text/javascript,x'], ...one({}) },
    '"plugins[0]" is "data:text/javascript,x"',
  ],
  ['an absolute path', { plugins: ['/etc/x.js'], ...one({}) }, '"plugins[0]" is "/etc/x.js"; allowed is'],
];

function refusal(config: unknown): string {
  let error: unknown;
  try {
    checkLmuxConfig(config, 'lmux.config.json');
  } catch (caught) {
    error = caught;
  }
  if (!isLmError(error, 'config_invalid')) return error === undefined ? '' : 'another error';
  expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('7391');
  expect(error.message.length).toBeLessThan(500);
  return error.message;
}

test.each(RIGHT)('%j is accepted, by the schema too', (config) => {
  expect(refusal(config)).toBe('');
  expect(fitsSchema(config), JSON.stringify(fitsSchema.errors)).toBe(true);
});

test.each(WRONG)('%s is refused, by the schema too', (_name, config, message) => {
  const refused = refusal(config);
  expect(refused).toContain(message);
  expect(refused).toMatch(/^lmux\.config\.json: /);
  expect(fitsSchema(config)).toBe(false);
});

describe('what only the checker sees', () => {
  test('a default that no provider has', () => {
    const providers = { local: { use: 'a' }, cloud: { use: 'b' } };
    expect(refusal({ default: 'clowd', providers })).toBe(
      'lmux.config.json: "default" is "clowd"; allowed is the name of a provider: "local", "cloud". Did you mean "cloud"?',
    );
  });

  test('in code, a token may be a function, and what is unset may be undefined', () => {
    expect(refusal(one({ apiToken: () => SECRET, baseUrl: undefined, headers: { a: undefined } }))).toBe('');
  });
});

describe('the schema', () => {
  const provider = schema.definitions['provider'];
  const keys = (part: Schema | undefined): string[] => Object.keys(part?.properties ?? {});

  /** What the checker says it allows, where it meets an unknown key. */
  const allowed = (config: object): string[] | undefined =>
    /Allowed are (.*)\./.exec(refusal(config))?.[1]?.split(', ');

  test('knows every key that the checker knows', () => {
    expect(keys(schema)).toEqual(allowed({ '?': 1 }));
    expect(keys(provider)).toEqual(allowed(one({ '?': 1 })));
    expect(keys(provider?.properties['timeouts'])).toEqual(allowed(one({ timeouts: { '?': 1 } })));
    expect(keys(provider?.properties['limits'])).toEqual(allowed(one({ limits: { '?': 1 } })));
    expect(keys(provider?.properties['retry']?.anyOf.at(-1))).toEqual(allowed(one({ retry: { '?': 1 } })));
  });

  test('tells editors what each is', () => {
    const described = [schema.properties, provider?.properties].flatMap((part) => Object.entries(part ?? {}));
    expect(described.filter(([, part]) => !('description' in part))).toEqual([]);
  });
});
