import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file, and what an error calls it. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Short where it lies below the working directory. */
  readonly label: string;
}

/** Where a path or a `file:` URL leads, relative paths from a folder. Default: the working directory. */
export function fileAt(path: string | URL, folder = process.cwd()): FoundFile {
  const isUrl = typeof path !== 'string' || path.startsWith('file:');
  const absolute = isUrl ? fileURLToPath(path) : resolve(folder, path);
  const short = relative(process.cwd(), absolute);
  return { path: absolute, label: short.startsWith('..') || isAbsolute(short) ? absolute : short };
}

/** The path of the nearest file of that name: in the folder, else in those above it. */
export async function findUp(name: string, folder = process.cwd()): Promise<string | undefined> {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const path = join(here, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) return path;
    if (dirname(here) === here) return undefined;
  }
}

/** What is in a text file. */
export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
