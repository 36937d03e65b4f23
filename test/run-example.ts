import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How an example ended, and what it printed. */
export interface Run {
  readonly code: number;
  readonly output: string;
}

/** What goes with a run. */
interface RunOptions {
  readonly args?: readonly string[];
  /** Called once it runs; `interrupt` is Ctrl-C. */
  readonly meanwhile?: (interrupt: () => void) => Promise<void>;
}

/** Runs an example as a user would: a process of its own on the built packages, configured by the environment alone. */
export function run(
  file: string,
  env: Record<string, string>,
  { args = [], meanwhile }: RunOptions = {},
): Promise<Run> {
  const path = fileURLToPath(new URL(`../examples/${file}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [path, ...args],
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
