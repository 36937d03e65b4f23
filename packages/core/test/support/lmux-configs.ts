export const SECRET = 'hunter2-7391';

/** Returns a configuration of one provider with the settings. */
export const one = (settings: object): object => ({ providers: { local: { use: 'fake', ...settings } } });

/** Configurations that both the JSON Schema and the checker accept. */
export const RIGHT: readonly object[] = [
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
  one({ limits: { embedInputs: 1, embedBytes: 2, embedConcurrency: 3, temperature: [0, 1.5], minP: [0, 0] } }),
  one({ proxy: 'http://user:pass@proxy:3128' }),
  one({ proxy: { url: 'https://proxy' } }),
  one({ proxy: { fromEnv: true } }),
  one({ proxy: { env: 'PROXY' } }),
  one({ options: { anything: [1] } }),
];

/** Configurations that both reject, with the message of the checker after the file name. */
export const WRONG: readonly [name: string, config: unknown, message: string][] = [
  ['null', null, 'the configuration must be an object; received null.'],
  ['an array', [], 'the configuration must be an object; received an array.'],
  ['no "providers"', {}, '"providers" is missing or empty'],
  ['empty "providers"', { providers: {} }, '"providers" is missing or empty'],
  ['"providers" of the wrong type', { providers: [] }, '"providers" must be an object; received an array.'],
  [
    'an unknown key',
    { provider: 'x', ...one({}) },
    'Unknown key "provider". Did you mean "providers"? Supported keys: $sch',
  ],
  ['"$schema" of the wrong type', { $schema: 5, ...one({}) }, '"$schema" must be a string; received 5.'],
  [
    'a provider name with a space',
    { providers: { 'my model': { use: 'x' } } },
    'A name in "providers" must consist of at most 64 letters, digits and "._/-", and begin with a letter or digit; received "my model".',
  ],
  ['the provider name "__proto__"', JSON.parse('{"providers":{"__proto__":{"use":"x"}}}'), 'received "__proto__"'],
  [
    'a provider of the wrong type',
    { providers: { a: 'lmstudio' } },
    '"providers.a" must be an object; received a string.',
  ],
  ['a provider that is null', { providers: { a: null } }, '"providers.a" must be an object; received null.'],
  [
    'a provider without "use"',
    { providers: { a: {} } },
    '"providers.a.use" is missing. Set it to the id of a provider',
  ],
  ['an empty "use"', { providers: { a: { use: '' } } }, '"providers.a.use" is missing'],
  ['"use" of the wrong type', { providers: { a: { use: 5 } } }, '"providers.a.use" must be a string; received 5.'],
  ['"provider" instead of "use"', one({ provider: 'x' }), 'Unknown key "providers.local.provider".'],
  [
    'a misspelled key',
    one({ apiTokn: SECRET }),
    'Unknown key "providers.local.apiTokn". Did you mean "apiToken"? Supported keys: use, baseUrl, apiToken, headers,',
  ],
  [
    'several providers without "default"',
    { providers: { a: { use: 'x' }, b: { use: 'x' } } },
    '"default" is missing. Set it to the name of the provider to use: "a", "b".',
  ],
  [
    'an empty "default"',
    { default: '', ...one({}) },
    '"default" must be the name of a provider ("local"); received "".',
  ],
  ['"default" of the wrong type', { default: 1, ...one({}) }, '"default" must be a string; received 1.'],
  [
    'a URL without a scheme',
    one({ baseUrl: 'localhost' }),
    '"providers.local.baseUrl" must be an http or https URL such as http://localhost:1234; received "localhost".',
  ],
  [
    'a URL with an unsupported scheme',
    one({ baseUrl: `ftp://me:${SECRET}@host` }),
    'received "***@host" with the scheme "ftp:".',
  ],
  [
    'a URL of the wrong type',
    one({ baseUrl: 7 }),
    '"providers.local.baseUrl" must be a string or an object such as { "env": "NAME" }; received 7.',
  ],
  [
    'a token of the wrong type',
    one({ apiToken: 7391 }),
    '"providers.local.apiToken" must be a string or an object such as { "env": "NAME" }; received a number.',
  ],
  [
    'a token with an unknown source',
    one({ apiToken: { file: SECRET } }),
    '"providers.local.apiToken" must be a string or an object such as { "env": "NAME" }; received an object.',
  ],
  [
    'a token with two sources',
    one({ apiToken: { env: 'A', file: SECRET } }),
    'Unknown key "providers.local.apiToken.file"',
  ],
  [
    'a token in place of the name of a variable',
    one({ apiToken: { env: SECRET } }),
    '"providers.local.apiToken.env" must be the name of an environment variable; received a string.',
  ],
  [
    'the name of a variable of the wrong type',
    one({ baseUrl: { env: 5 } }),
    '"providers.local.baseUrl.env" must be the name of an environment variable; received 5.',
  ],
  ['a token with a line break', one({ apiToken: `${SECRET}\n` }), '"providers.local.apiToken" cannot be sent'],
  [
    'headers of the wrong type',
    one({ headers: SECRET }),
    '"providers.local.headers" must be an object; received a string.',
  ],
  [
    'a header of the wrong type',
    one({ headers: { a: 7391 } }),
    '"providers.local.headers.a" must be a string or an object such as { "env": "NAME" }; received a number.',
  ],
  ['a header with an invalid name', one({ headers: { 'a b': SECRET } }), '"providers.local.headers" cannot be sent'],
  [
    'a URL in place of the name of a variable',
    one({ baseUrl: { env: `http://u:${SECRET}@h` } }),
    '"providers.local.baseUrl.env" must be the name of an environment variable; received a string.',
  ],
  [
    'a header with an invalid name of a variable',
    one({ headers: { a: { env: 'a b' } } }),
    '"providers.local.headers.a.env" must be the name of an environment variable; received a string.',
  ],
  ['a model of the wrong type', one({ model: ['a'] }), '"providers.local.model" must be a string; received an array.'],
  [
    'an embedModel of the wrong type',
    one({ embedModel: null }),
    '"providers.local.embedModel" must be a string; received null.',
  ],
  [
    'a string as a timeout',
    one({ timeout: '5s' }),
    '"providers.local.timeout" must be a non-negative number; received "5s".',
  ],
  ['a negative timeout', one({ timeout: -1 }), '"providers.local.timeout" must be a non-negative number; received -1.'],
  ['an unknown timeout', one({ timeouts: { read: 5 } }), 'Unknown key "providers.local.timeouts.read".'],
  [
    'a string as an idle timeout',
    one({ timeouts: { idle: 'x' } }),
    '"providers.local.timeouts.idle" must be a non-negative number; received "x".',
  ],
  ['timeouts of the wrong type', one({ timeouts: 5 }), '"providers.local.timeouts" must be an object; received 5.'],
  [
    '"retry" of the wrong type',
    one({ retry: 'often' }),
    '"providers.local.retry" must be false, a non-negative integer or an object; received "often".',
  ],
  [
    'a fractional number of retries',
    one({ retry: 0.5 }),
    '"providers.local.retry" must be false, a non-negative integer or an object; received 0.5.',
  ],
  [
    '"retry": true',
    one({ retry: true }),
    '"providers.local.retry" must be false, a non-negative integer or an object; received true.',
  ],
  [
    'a negative retry setting',
    one({ retry: { budgetMs: -1 } }),
    '"providers.local.retry.budgetMs" must be a non-negative number; received -1.',
  ],
  ['an unknown retry setting', one({ retry: { max: 5 } }), 'Unknown key "providers.local.retry.max".'],
  [
    'an unknown value of onUnsupported',
    one({ onUnsupported: 'ignore' }),
    '"providers.local.onUnsupported" must be one of "error", "warn", "drop"; received "ignore".',
  ],
  [
    'a maxConcurrent of 0',
    one({ maxConcurrent: 0 }),
    '"providers.local.maxConcurrent" must be a positive integer; received 0.',
  ],
  [
    'a range of the wrong type',
    one({ limits: { temperature: '0 to 1' } }),
    '"providers.local.limits.temperature" must be an array of two numbers, the smaller one first; received ',
  ],
  ['limits of the wrong type', one({ limits: 5 }), '"providers.local.limits" must be an object; received 5.'],
  [
    'a limit of 0',
    one({ limits: { maxEventBytes: 0 } }),
    '"providers.local.limits.maxEventBytes" must be a positive integer, because a limit can be raised but not turned off; received 0.',
  ],
  ['an unknown limit', one({ limits: { maxBytes: 5 } }), 'Unknown key "providers.local.limits.maxBytes".'],
  [
    'a proxy that is not a URL',
    one({ proxy: SECRET }),
    '"providers.local.proxy" must be an http or https URL such as http://proxy:3128; received a value without http:// or https://. Add "http://" in front of it.',
  ],
  ['an option of a call', one({ collect: false }), 'Unknown key "providers.local.collect". It is an option of a call.'],
  [
    'an empty proxy',
    one({ proxy: {} }),
    '"providers.local.proxy" must have either "url" or "fromEnv": true; received neither.',
  ],
  [
    'a proxy with "fromEnv": false',
    one({ proxy: { fromEnv: false } }),
    '"providers.local.proxy.fromEnv" must be true; received false.',
  ],
  [
    'a proxy with two sources',
    one({ proxy: { url: 'http://a', env: 'A' } }),
    'Unknown key "providers.local.proxy.url"',
  ],
  [
    'options of the wrong type',
    one({ options: [] }),
    '"providers.local.options" must be an object; received an array.',
  ],
  ['plugins of the wrong type', { plugins: 'foo', ...one({}) }, '"plugins" must be an array; received "foo".'],
  [
    'a plugin of the wrong type',
    { plugins: ['a', 5], ...one({}) },
    '"plugins[1]" must be the name of a package or a path that begins with "./"; received a number.',
  ],
  ['a data URL as a plugin', { plugins: ['data:text/javascript,x'], ...one({}) }, 'received "data:text/javascript,x".'],
  ['an absolute path as a plugin', { plugins: ['/etc/x.js'], ...one({}) }, 'received "/etc/x.js".'],
];
