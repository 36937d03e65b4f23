import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LmError } from '../errors/lm-error.js';
import { cutText } from '../errors/redact.js';

// node:fs, node:fs/promises and node:os are imported on demand, since an import of them loads streams, readline and more. Only configuration
// files need them, and the import of this package takes two thirds of the time without them.

/** A file, with the name that errors use for it. */
export interface FoundFile {
  /** Absolute path. */
  readonly path: string;
  /** Path for error messages, relative if the file is inside the working directory. */
  readonly label: string;
}

/** Maximum length of a path in a message. */
const MAX_LABEL = 200;

/** Number of bytes to read at once. The file may be larger than its size says, as those in `/proc` are. */
const CHUNK_BYTES = 65_536;

/** Returns a path in a form that messages can contain: relative if it is inside the working directory, and without control characters. */
export function labelOf(path: string): string {
  const short = relative(process.cwd(), path);
  const label = short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
  return cutText(label.replaceAll(/\p{Cc}/gu, '\uFFFD'), MAX_LABEL);
}

/** Returns the path that a `file:` URL refers to, or a description of what is wrong with the URL. */
function pathOfUrl(url: URL | string): { path: string } | { received: string } {
  try {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'file:') return { received: 'a URL with another scheme' };
    // On Windows, such a URL is a path in the network.
    return hostname === '' ? { path: fileURLToPath(url) } : { received: 'a file: URL with a host' };
  } catch {
    return { received: 'an invalid file: URL' };
  }
}

function pathOf(path: unknown): { path: string } | { received: string } {
  // Not by instanceof, since the URL may come from another realm.
  if (Object.prototype.toString.call(path) === '[object URL]') return pathOfUrl(path as URL);
  if (typeof path !== 'string') return { received: path === null ? 'null' : `a value of type ${typeof path}` };
  if (path === '') return { received: 'an empty string' };
  if (path.includes('\0')) return { received: 'a string with a NUL character' };
  // A drive of Windows is one letter without "//".
  return /^(?:file:|[a-z][a-z\d+.-]+:\/\/)/i.test(path) ? pathOfUrl(path) : { path };
}

/**
 * Resolves a path or a `file:` URL.
 *
 * @param folder Base of relative paths. Default: the working directory.
 * @param source The setting that the path comes from, for messages.
 * @throws `config_invalid` if it is neither, or the URL refers to another host.
 */
export function fileAt(path: string | URL, folder = process.cwd(), source = '"path"'): FoundFile {
  const found = pathOf(path);
  if ('path' in found) {
    const absolute = resolve(folder, found.path);
    return { path: absolute, label: labelOf(absolute) };
  }
  throw new LmError(
    'config_invalid',
    `${source} must be the path of a file or a file: URL without a host; received ${found.received}. Correct the value.`,
  );
}

/**
 * Returns the path without symbolic links. Not with `realpath` of `node:fs/promises`: after it, Node 24.21 ends without an error if a tick throws
 * while the main module is suspended. The same applies to `readlink` and `mkdtemp`.
 */
export async function realPath(path: string): Promise<string> {
  const { realpathSync } = await import('node:fs');
  return realpathSync.native(path);
}

/** Returns true if a search for a configuration ends at this folder: it is the root of a repository or the home folder. */
export async function isSearchEnd(folder: string): Promise<boolean> {
  const { lstat } = await import('node:fs/promises');
  // In a worktree or a submodule, .git is a file.
  if ((await lstat(join(folder, '.git')).catch(() => undefined)) !== undefined) return true;
  try {
    const { homedir } = await import('node:os');
    const home = homedir();
    // An empty HOME would mean the working directory.
    if (!isAbsolute(home)) return false;
    return folder === resolve(home) || folder === (await realPath(home));
  } catch {
    return false;
  }
}

/**
 * Returns the path of the nearest file with this name, in the folder or in one of its parents.
 *
 * @param isLast Returns true for the last folder to search. Default: the root of the file system.
 */
export async function findUp(
  name: string,
  folder = process.cwd(),
  isLast?: (folder: string) => Promise<boolean>,
): Promise<string | undefined> {
  const { stat } = await import('node:fs/promises');
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
    if (dirname(here) === here || (await isLast?.(here)) === true) return undefined;
  }
}

function unreadable(why: string): LmError {
  return new LmError('config_invalid', why);
}

/**
 * Reads a text file. Rejects everything except regular files without waiting for their content, such as pipes and devices.
 *
 * @throws `config_invalid` with the reason if the file is not a regular file, is larger than `maxBytes`, or is not UTF-8. Otherwise the error
 * of the system.
 */
export async function readText(path: string, maxBytes: number): Promise<string> {
  const { constants } = await import('node:fs');
  const { open, stat } = await import('node:fs/promises');
  // Before it is opened too, since opening a device may have an effect.
  if (!(await stat(path)).isFile()) throw unreadable('It is not a regular file.');
  // Without O_NONBLOCK, which Windows does not have, opening a pipe waits for its writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const chunks: Buffer[] = [];
  try {
    if (!(await file.stat()).isFile()) throw unreadable('It is not a regular file.');
    for (let size = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES));
      if (bytesRead === 0) break;
      size += bytesRead;
      if (size > maxBytes) throw unreadable(`It is larger than ${maxBytes} bytes.`);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  const bytes = Buffer.concat(chunks);
  try {
    // Removes a byte order mark, which some editors write and JSON does not allow.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The two bytes of its byte order mark, in either order.
    const isUtf16 = (bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe;
    throw unreadable(`It is ${isUtf16 ? 'encoded as UTF-16' : 'not encoded as UTF-8'}. Save it as UTF-8.`);
  }
}
