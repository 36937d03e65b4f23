import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file, with the name that errors use for it. */
export interface FoundFile {
  /** Absolute path. */
  readonly path: string;
  /** Path for error messages, relative if the file is inside the working directory. */
  readonly label: string;
}

/**
 * Resolves a path or a `file:` URL.
 *
 * @param folder Base of relative paths. Default: the working directory.
 */
export function fileAt(path: string | URL, folder = process.cwd()): FoundFile {
  const isUrl = typeof path !== 'string' || path.startsWith('file:');
  const absolute = isUrl ? fileURLToPath(path) : resolve(folder, path);
  const short = relative(process.cwd(), absolute);
  return { path: absolute, label: short.startsWith('..') || isAbsolute(short) ? absolute : short };
}

/** Returns the path of the nearest file with this name, in the folder or in one of its parents. */
export async function findUp(name: string, folder = process.cwd()): Promise<string | undefined> {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
    if (dirname(here) === here) return undefined;
  }
}

/** Reads a text file. */
export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
