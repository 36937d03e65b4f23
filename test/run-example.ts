import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How an example ended, and what it printed. */
export interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs an example as a user would: a process of its own on the built packages, configured by the environment alone. */
export function run(
  file: string,
  env: Record<string, string>,
  meanwhile?: (interrupt: () => void) => Promise<void>,
): Promise<Run> {
  const path = fileURLToPath(new URL(`../examples/${file}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [path],
      { env: { PATH: process.env['PATH'] ?? '', ...env } },
      (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
          output: stdout + stderr,
        });
      },
    );
    meanwhile?.(() => child.kill('SIGINT')).catch(reject);
  });
}
