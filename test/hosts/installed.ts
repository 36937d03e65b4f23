import { join } from 'node:path';

/** Returns the path of a command that test/hosts/package.json installs. */
export function installed(command: string): string {
  return join(import.meta.dirname, 'node_modules/.bin', command);
}
