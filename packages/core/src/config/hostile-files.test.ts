import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fakeProvider } from '../testing/fake-provider.js';
import { loadClients, type LoadClientsOptions } from './load-clients.js';
import { readConfigFile } from './read-config-file.js';
import { configFolder } from '../../test/support/config-folder.js';
import { FILE, refusal } from '../../test/support/load-refusal.js';

const folder = configFolder();

const load = (options: LoadClientsOptions = {}) =>
  loadClients({ cwd: folder.root, env: {}, plugins: [fakeProvider()], ...options });

/** Returns a file with one provider and these settings, as text. */
const provider = (settings: string): string => `{ "providers": { "a": { "use": "fake"${settings} } } }`;

const MIB = 1_048_576;

describe('a file', () => {
  const CASES: readonly [what: string, content: string | Buffer, message: string, code?: string][] = [
    ['10 MB of spaces', provider(' '.repeat(10 * MIB)), 'It is larger than 1048576 bytes. Check the path.'],
    ['1 MiB and 1 byte', '{}'.padEnd(MIB + 1), 'It is larger than 1048576 bytes.'],
    ['a string that is not closed in 1 MB', `{"${'a'.repeat(MIB - 2)}`, 'found a string that is not closed'],
    ['1 MB of escapes that are not closed', `{"${'\\n'.repeat(MIB / 2 - 1)}`, 'found a string that is not closed'],
    [
      '100,000 nested objects',
      '{"a":'.repeat(100_000),
      'line 1, column 501: more than 100 levels of objects and arrays',
    ],
    ['1,000,000 nested arrays', '['.repeat(1_000_000), 'line 1, column 101: more than 100 levels'],
    ['nested options', provider(`, "options": { "a": ${'['.repeat(200)}`), 'more than 100 levels'],
    ['UTF-16', Buffer.from(`\uFEFF${provider('')}`, 'utf16le'), 'It is encoded as UTF-16. Save it as UTF-8.'],
    ['UTF-16 with the other byte order', Buffer.from(`\uFEFF${provider('')}`, 'utf16le').swap16(), 'encoded as UTF-16'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xe9, 0x7d]), 'It is not encoded as UTF-8.'],
    ['NUL', '{ "a\0": 1 }', 'is not valid JSON at line 1, column 3'],
    ['nothing', '', 'is not valid JSON at line 1, column 1'],
    ['"__proto__" at the top', '{ "__proto__": { "plugins": ["x"] } }', 'Unknown key "__proto__".'],
    ['"__proto__" as the name of a provider', '{ "providers": { "__proto__": { "use": "fake" } } }', '"__proto__"'],
    ['"__proto__" in a provider', provider(', "__proto__": {}'), 'Unknown key "providers.a.__proto__".'],
    ['"__proto__" in timeouts', provider(', "timeouts": { "__proto__": 1 }'), 'Unknown key'],
    ['"__proto__" in a reference', provider(', "apiToken": { "env": "A", "__proto__": 1 }'), 'Unknown key'],
    [
      '"__proto__" in options',
      provider(', "options": { "__proto__": {} }'),
      'Unknown key "providers.a.options.__proto',
    ],
    ['"constructor" in options', provider(', "options": { "constructor": 1 }'), 'Unknown key "providers.a.options.con'],
    ['a long name', `{ "providers": { "${'a'.repeat(65)}": {} } }`, 'received "***" (65 characters).'],
    [
      'a long id',
      provider('').replace('fake', 'x'.repeat(9000)),
      'received "***" (9000 characters).',
      'unknown_provider',
    ],
    ['a long key', provider(`, "${'key '.repeat(200_000)}": 1`), 'Unknown key "providers.a.***".'],
    [
      'a long variable',
      provider(`, "apiToken": { "env": "${'A'.repeat(257)}" }`),
      'the name of an environment variable',
    ],
    [
      '30,000 providers',
      `{ "providers": {${Array.from({ length: 30_000 }, (_, at) => `"p${at}":{"use":"fake"}`).join()}}}`,
      ', ….',
    ],
    [
      'a plugin at another host',
      '{ "providers": { "a": { "use": "fake" } }, "plugins": ["file://host/x"] }',
      '"plugins[0]" must be',
    ],
    [
      'a plugin with a line break',
      '{ "providers": { "a": { "use": "fake" } }, "plugins": ["./a\\nb"] }',
      '"plugins[0]" must be',
    ],
    [
      'a plugin as a URL',
      '{ "providers": { "a": { "use": "fake" } }, "plugins": ["https://x/y.js"] }',
      '"plugins[0]" must be',
    ],
  ];
  test.each(CASES)(
    'with %s is rejected with a short message',
    async (_what, content, message, code = 'config_invalid') => {
      await writeFile(join(folder.root, FILE), content);
      const error = await refusal(() => load({ path: FILE }));
      expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
      expect(error.message.length).toBeLessThan(700);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  test('of 1 MiB with 100 levels is read', async () => {
    const options = `, "options": { "color": ${'['.repeat(96)}${']'.repeat(96)} }`;
    const plugins = [fakeProvider({ optionKeys: ['color'] })];
    await folder.write({ [FILE]: provider(options).padEnd(MIB) });
    expect((await load({ plugins })).default.provider).toBe('fake');
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'cannot refer to the property %s of the environment',
    async (name) => {
      const reference = `{ "env": "${name}" }`;
      for (const settings of [
        `"apiToken": ${reference}`,
        `"baseUrl": ${reference}`,
        `"headers": { "a": ${reference} }`,
      ]) {
        await folder.write({ [FILE]: provider(`, ${settings}`) });
        for (const env of [undefined, {}, Object.create({ [name]: 'inherited' }) as Record<string, string>]) {
          const clients = await load({ env });
          const error = await refusal(async () => clients.default);
          expect(error.message).toContain(`refers to the environment variable ${name}, which is not set`);
        }
      }
    },
  );

  test('shows no name of a variable that may be the key itself', async () => {
    await folder.write({ [FILE]: provider(', "apiToken": { "env": "c4f1e0a9b7d25386_7391" }') });
    const error = await refusal(async () => (await load()).default);
    expect(error.message).toContain('"providers.a.apiToken.env" refers to a variable with a name that may be a secret');
  });
});

describe('what is not a file', () => {
  test.skipIf(process.platform === 'win32')('is rejected without waiting', async () => {
    const at = (name: string): string => join(folder.root, name);
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    onTestFinished(() => void server.close());
    await symlink(at('pipe'), at('link'));
    await folder.write({ 'folder/x': '' });
    for (const path of ['pipe', 'link', 'socket', 'folder', '/dev/zero', '/dev/null']) {
      for (const options of [{ path }, { env: { LM_CONFIG: path } }]) {
        const source = 'path' in options ? 'the path' : 'the path in LM_CONFIG';
        expect((await refusal(() => load(options))).message).toContain(
          `could not be read. It is not a regular file. Check ${source}.`,
        );
      }
    }
    await symlink(at('loop'), at('loop'));
    expect((await refusal(() => load({ path: 'loop' }))).message).toContain('the system reported ELOOP');
  });

  test.skipIf(process.platform === 'win32')('is skipped by the search', async () => {
    await folder.write({ [FILE]: provider(''), 'a/x': '' });
    execFileSync('mkfifo', [join(folder.root, 'a', FILE)]);
    expect((await load({ cwd: join(folder.root, 'a') })).names).toEqual(['a']);
  });
});

describe('a path', () => {
  test.each<[what: string, path: unknown, received: string]>([
    ['a file: URL of another host', 'file://host/x', 'a file: URL with a host'],
    ['a URL object of another host', new URL('file://host/x'), 'a file: URL with a host'],
    ['a file: URL with an encoded slash', 'file:///a%2Fb', 'an invalid file: URL'],
    ['a file: URL with invalid UTF-8', 'file:///%E0%A4%A', 'an invalid file: URL'],
    ['an http URL', 'http://x/y?code=canary7391', 'a URL with another scheme'],
    ['an http URL object', new URL('http://x/y?code=canary7391'), 'a URL with another scheme'],
    ['a data URL', 'data://x,canary7391', 'a URL with another scheme'],
    ['a path with NUL', 'a\0b', 'a string with a NUL character'],
    ['an empty path', '', 'an empty string'],
    ['a number', 7391, 'a value of type number'],
    ['null', null, 'null'],
  ])('that is %s is rejected', async (_what, path, received) => {
    const problem = `must be the path of a file or a file: URL without a host; received ${received}.`;
    const error = await refusal(() => load({ path: path as string }));
    expect(error).toMatchObject({ code: 'config_invalid', message: expect.stringContaining(`"path" ${problem}`) });
    if (typeof path !== 'string' || path === '') return;
    const ofEnv = await refusal(() => readConfigFile(undefined, { env: { LM_CONFIG: path } }));
    expect(ofEnv.message).toContain(`LM_CONFIG ${problem}`);
  });

  test('is shortened and has no control characters in messages', async () => {
    const long = await refusal(() => load({ path: 'x'.repeat(100_000) }));
    expect(long.message.length).toBeLessThan(400);
    expect((await refusal(() => load({ path: 'a\u001B[31m\nb' }))).message).toMatch(/^[^\p{Cc}]*a�\[31m�b could not/u);
  });

  test.each([
    [{ cwd: 5 }, '"cwd" must be the path of a folder; received a number.'],
    [{ cwd: 'a\0' }, '"cwd" must be the path of a folder; received a string with a NUL character.'],
    [{ env: { LM_CONFIG: 5 } }, 'The environment variable LM_CONFIG must be a string; received a number.'],
    [{ trust: 'me' }, '"trust" must be "any" or "owner"; received "me".'],
  ])('with the options %j is rejected', async (options, message) => {
    expect(await refusal(() => load(options as never))).toMatchObject({ code: 'config_invalid', message });
  });
});
