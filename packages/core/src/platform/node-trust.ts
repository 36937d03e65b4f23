import { dirname } from 'node:path';
import { labelOf, realPath } from './node-files.js';

/** A file or folder that other users can write to. */
export interface UntrustedPath {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** Permissions, such as `1777`. */
  readonly mode: string;
  /** User id of the owner. */
  readonly owner: number;
}

/** The bits of the permissions to write. */
const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;

/** Returns the path with its permissions if a user other than the current one and root can write to it. */
async function untrusted(path: string, kind: UntrustedPath['kind'], user: number): Promise<UntrustedPath | undefined> {
  const { stat } = await import('node:fs/promises');
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const { mode, uid, gid } = found;
  // Many systems give each user a group with the same id, and make new files writable for it.
  const byGroup = (mode & GROUP_WRITE) !== 0 && gid !== uid;
  if ((uid === user || uid === 0) && !byGroup && (mode & OTHERS_WRITE) === 0) return undefined;
  return { path: labelOf(path), kind, mode: (mode & 0o7777).toString(8).padStart(4, '0'), owner: uid };
}

/**
 * Returns the first of these that users other than the current one and root can write to: the file, its folder, and, for a symbolic link, the
 * folder of its target. A folder with the sticky bit, such as `/tmp`, is one of them, since packages are resolved from it. Returns `undefined`
 * if there is none, if the file does not exist, and on Windows, which has no such permissions.
 */
export async function untrustedPath(path: string): Promise<UntrustedPath | undefined> {
  const user = process.getuid?.();
  const target = await realPath(path).catch(() => undefined);
  if (user === undefined || target === undefined) return undefined;
  const folders = new Set([dirname(path), dirname(target)]);
  for (const [part, kind] of [
    [target, 'file'] as const,
    ...[...folders].map((folder) => [folder, 'folder'] as const),
  ]) {
    const found = await untrusted(part, kind, user);
    if (found !== undefined) return found;
  }
  return undefined;
}
