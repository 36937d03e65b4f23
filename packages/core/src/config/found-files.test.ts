import { chmod, chown, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { pluginText } from '../../test/support/plugin-text.js';
import { noopLogger, type LogFields } from '../logging/logger.js';
import { LOGGER } from '../provider/tokens.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { loadClients, type LoadClientsOptions } from './load-clients.js';
import { readConfigFile } from './read-config-file.js';
import { configFolder } from '../../test/support/config-folder.js';
import { FILE, refusal } from '../../test/support/load-refusal.js';
import { newContainer } from '../../test/support/new-container.js';

const home = vi.hoisted(() => ({ path: '/nowhere' }));
vi.mock('node:os', async (original) => ({ ...(await original<object>()), homedir: () => home.path }));

const ONE = '{ "providers": { "one": { "use": "fake" } } }';
const folder = configFolder();
const at = (path: string): string => join(folder.root, path);
const isRoot = process.getuid?.() === 0;

afterEach(() => {
  home.path = '/nowhere';
});

type Entry = readonly [level: string, message: string, fields: LogFields | undefined];

function recorder() {
  const entries: Entry[] = [];
  const write =
    (level: string) =>
    (message: string, fields?: LogFields): void =>
      void entries.push([level, message, fields]);
  return { entries, logger: { ...noopLogger, info: write('info'), warn: write('warn') } };
}

const load = (options: LoadClientsOptions = {}) =>
  loadClients({ cwd: folder.root, env: {}, plugins: [fakeProvider(), fakeProvider({ id: 'lmstudio' })], ...options });

describe('the search', () => {
  const names = async (cwd: string) => (await load({ cwd: at(cwd) })).names;

  test.each(['.git/HEAD', '.git'])('ends at the folder with %s, which it still searches', async (git) => {
    await folder.write({ [FILE]: ONE, [`repo/${git}`]: 'x', 'repo/src/x': '' });
    expect(await names('repo/src')).toEqual(['default']);
    expect(await names('.')).toEqual(['one']);
    await folder.write({ [`repo/${FILE}`]: ONE.replace('one', 'repo') });
    expect(await names('repo/src')).toEqual(['repo']);
    await folder.write({ 'repo/src/.git/HEAD': 'x' });
    expect(await names('repo/src')).toEqual(['default']);
  });

  test('ends at the home folder, which it still searches', async () => {
    await folder.write({ [FILE]: ONE, 'home/me/x': '', 'home/me/src/x': '' });
    await symlink(at('home/me'), at('link'));
    expect(await names('home/me/src')).toEqual(['one']);
    for (const path of ['home/me', 'link']) {
      home.path = at(path);
      expect(await names('home/me/src')).toEqual(['default']);
      expect(await names('home')).toEqual(['one']);
    }
    await folder.write({ [`home/me/${FILE}`]: ONE.replace('one', 'home') });
    expect(await names('home/me/src')).toEqual(['home']);
  });
});

test.each(['', '.', 'src'])(
  'the search does not end at the working directory if the home folder is "%s"',
  async (path) => {
    await folder.write({ [FILE]: ONE, 'repo/src/x': '' });
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(at('repo'));
    home.path = path;
    expect((await load({ cwd: at('repo/src') })).names).toEqual(['one']);
  },
);

describe('plugins of a file', () => {
  const write = (): Promise<void> =>
    folder.write({
      'node_modules/acme/package.json': { exports: './x.mjs' },
      'node_modules/acme/x.mjs': `globalThis.acmeIsImported?.(); export const plugin = ${pluginText('acme')};`,
      [FILE]: { providers: { a: { use: 'acme' } }, plugins: ['acme', './missing.mjs'] },
    });

  test.each(['the logger that is passed', 'the logger of the container'])(
    'are listed in %s before the first one is imported',
    async (source) => {
      await write();
      const { entries, logger } = recorder();
      let before: Entry[] | undefined;
      vi.stubGlobal('acmeIsImported', () => {
        before = [...entries];
      });
      const container = newContainer();
      container.register(LOGGER, { useValue: logger });
      const options = source === 'the logger that is passed' ? { logger } : { container };
      expect((await refusal(() => load({ plugins: [], ...options }))).code).toBe('plugin_invalid');
      vi.unstubAllGlobals();
      const listed = [
        'info',
        'importing plugins of configuration file',
        { file: at(FILE), plugins: 'acme, ./missing.mjs' },
      ];
      expect(entries).toEqual([listed]);
      // The module is imported once, and the folder of each test is new.
      expect(before).toEqual([listed]);
    },
  );

  test('are logged also if there is only one', async () => {
    await folder.write({ [FILE]: '{ "providers": { "a": { "use": "fake" } }, "plugins": ["./missing.mjs"] }' });
    const { entries, logger } = recorder();
    expect((await refusal(() => load({ logger }))).code).toBe('plugin_invalid');
    expect(entries.map(([, , fields]) => fields)).toEqual([{ file: at(FILE), plugins: './missing.mjs' }]);
  });

  test('are not imported if the logger is invalid', async () => {
    await write();
    const container = newContainer();
    container.register(LOGGER, { useValue: {} });
    expect((await refusal(() => load({ container }))).message).toMatch(
      /^The LOGGER bound by the application's container must be/,
    );
    expect((await refusal(() => load({ logger: 5 as never }))).message).toMatch(
      /^"logger" must be an object with debug/,
    );
  });
});

// Windows has no such permissions.
describe.skipIf(process.platform === 'win32')('a file that other users can change', () => {
  interface Case {
    readonly what: string;
    readonly path: string;
    readonly mode: number;
    readonly shown: string;
    readonly kind: string;
    readonly group?: number;
    readonly owner?: number;
  }
  const CASES: readonly Case[] = [
    { what: 'everyone can write to', path: FILE, mode: 0o666, shown: '0666', kind: 'file' },
    { what: 'everyone can write to the folder of', path: '.', mode: 0o777, shown: '0777', kind: 'folder' },
    { what: 'is in a folder like /tmp', path: '.', mode: 0o1777, shown: '1777', kind: 'folder' },
    { what: 'another group can write to', path: FILE, mode: 0o660, shown: '0660', kind: 'file', group: 4242 },
    { what: 'another user owns', path: FILE, mode: 0o600, shown: '0600', kind: 'file', owner: 4242 },
  ];
  const needsRoot = ({ group, owner }: Case): boolean => group !== undefined || owner !== undefined;

  test.each(CASES.filter((one) => isRoot || !needsRoot(one)))(
    '$what is logged, or rejected with trust: "owner"',
    async (one) => {
      await folder.write({ [FILE]: ONE });
      const uid = process.getuid?.() ?? 0;
      const [owner, group] = [one.owner ?? uid, one.group ?? process.getgid?.() ?? 0];
      await chown(at(one.path), owner, group);
      await chmod(at(one.path), one.mode);
      const shown = one.path === FILE ? at(FILE) : folder.root;
      const fields = { file: at(FILE), kind: one.kind, path: shown, mode: one.shown, owner };
      const ways: readonly LoadClientsOptions[] = [
        {},
        { trust: 'any' },
        { path: FILE },
        { env: { LM_CONFIG: at(FILE) } },
      ];
      for (const way of ways) {
        const { entries, logger } = recorder();
        expect((await load({ ...way, logger })).names).toEqual(['one']);
        await readConfigFile(way.path, { cwd: folder.root, env: {}, ...way, logger });
        const entry = ['warn', 'configuration file can be changed by other users', expect.objectContaining(fields)];
        expect(entries).toEqual([entry, entry]);
        const message = `${at(FILE)} is not trusted: other users can write to the ${one.kind} ${shown} (mode ${one.shown}, owner ${owner}).`;
        const refused = { code: 'config_invalid', message: expect.stringContaining(message) };
        expect(await refusal(() => load({ ...way, trust: 'owner' }))).toMatchObject(refused);
        const read = () => readConfigFile(way.path, { cwd: folder.root, env: {}, ...way, trust: 'owner' });
        expect(await refusal(read)).toMatchObject(refused);
      }
      await chmod(folder.root, 0o700);
    },
  );

  test('is a link to a file in a folder that everyone can write to', async () => {
    await folder.write({ 'open/real.json': ONE });
    await symlink(at('open/real.json'), at(FILE));
    expect((await load({ trust: 'owner' })).names).toEqual(['one']);
    await chmod(at('open'), 0o777);
    expect((await refusal(() => load({ trust: 'owner' }))).message).toContain(`the folder ${at('open')} (mode 0777`);
  });

  test('is not one that only its owner, root or the own group of its owner can write to', async () => {
    const { entries, logger } = recorder();
    await folder.write({ [FILE]: ONE });
    for (const mode of [0o600, 0o644, 0o755, ...(process.getuid?.() === process.getgid?.() ? [0o664] : [])]) {
      await chmod(at(FILE), mode);
      expect((await load({ trust: 'owner', logger })).names).toEqual(['one']);
    }
    expect(entries).toEqual([]);
  });

  test('is a mistake in the path if it does not exist', async () => {
    expect((await refusal(() => load({ path: 'no.json', trust: 'owner' }))).message).toContain('does not exist');
  });
});
