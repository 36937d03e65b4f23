import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from './host.ts';
import { runProgram } from './run-program.ts';

const PROJECTS = join(import.meta.dirname, 'projects');

/** Enough for the largest frameworks on a slow network. */
const INSTALL_TIMEOUT_MS = 600_000;

/** All projects install from npm's cache, so that a package is downloaded once. */
const FROM_CACHE = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

async function npm(args: readonly string[], folder: string): Promise<void> {
  const { succeeded, stdout, stderr } = await runProgram('npm', [...args, ...FROM_CACHE], folder, {
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  if (!succeeded) throw new Error(`npm ${args[0]} failed:\n${stdout}${stderr}`);
}

/**
 * Installs a project as a user would, outside of the repository: the dependencies of its lockfile, then the packed packages of lmux.
 * Returns the folder of the project.
 *
 * @param name Name of the folder in projects/.
 */
export async function installProject({ folder: parent, tarballs }: Application, name: string): Promise<string> {
  const folder = join(parent, 'projects', name);
  cpSync(join(PROJECTS, name), folder, { recursive: true });
  await npm(['ci'], folder);
  await npm(['install', '--no-save', '--no-package-lock', ...tarballs], folder);
  return folder;
}
