import { afterEach, describe, expect, test, vi } from 'vitest';
import { untrustedPath } from './node-trust.js';

interface Stats {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A link and its target. */
const LINK = '/link/file';
const TARGET = '/target/real';

const files = vi.hoisted(() => new Map<string, Stats>());

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  stat: (path: string) => (files.has(path) ? Promise.resolve(files.get(path)) : Promise.reject(new Error('ENOENT'))),
}));
vi.mock('node:fs', async (original) => {
  return { ...(await original<object>()), realpathSync: Object.assign(() => TARGET, { native: () => TARGET }) };
});

const USER = 1000;
const OTHER = 4242;

/** Checks the link if the user owns everything, except for these changes. */
function check(changes: Readonly<Record<string, Partial<Stats>>>, user = USER): ReturnType<typeof untrustedPath> {
  for (const path of [TARGET, '/link', '/target'])
    files.set(path, { mode: path === TARGET ? 0o100_644 : 0o040_755, uid: user, gid: user, ...changes[path] });
  vi.spyOn(process, 'getuid').mockReturnValue(user);
  return untrustedPath(LINK);
}

afterEach(() => {
  vi.restoreAllMocks();
  files.clear();
});

// Windows has no such permissions.
describe.skipIf(process.platform === 'win32')('a file', () => {
  test.each<[what: string, changes: Readonly<Record<string, Partial<Stats>>>]>([
    ['of the user', {}],
    ['of root', { [TARGET]: { uid: 0, gid: 0 }, '/link': { uid: 0, gid: 0 }, '/target': { uid: 0, gid: 0 } }],
    ['that the own group of the user can write to', { [TARGET]: { mode: 0o100_664 } }],
    ['that another group can read', { [TARGET]: { mode: 0o100_640, gid: OTHER } }],
  ])('%s is trusted', async (_what, changes) => {
    for (const user of [USER, 0]) expect(await check(changes, user)).toBeUndefined();
  });

  test.each<[what: string, path: string, change: Partial<Stats>, mode: string]>([
    ['of another user', TARGET, { uid: OTHER }, '0644'],
    ['that another group can write to', TARGET, { mode: 0o100_664, gid: OTHER }, '0664'],
    ['that everyone can write to', TARGET, { mode: 0o100_646 }, '0646'],
    ['that everyone can write to, of root', TARGET, { mode: 0o100_646, uid: 0, gid: 0 }, '0646'],
    ['with its link in a folder of another user', '/link', { uid: OTHER }, '0755'],
    ['with its link in a folder that everyone can write to', '/link', { mode: 0o041_777 }, '1777'],
    ['in a folder of another user', '/target', { uid: OTHER }, '0755'],
    ['in a folder that another group can write to', '/target', { mode: 0o042_775, gid: OTHER }, '2775'],
  ])('%s is not trusted', async (_what, path, change, mode) => {
    for (const user of [USER, 0]) {
      const kind = path === TARGET ? 'file' : 'folder';
      expect(await check({ [path]: change }, user)).toEqual({ path, kind, mode, owner: change.uid ?? user });
    }
  });

  test('that does not exist is not checked', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(USER);
    expect(await untrustedPath(LINK)).toBeUndefined();
  });
});
