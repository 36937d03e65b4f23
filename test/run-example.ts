import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Exit code and output of an example. */
export interface Run {
  readonly code: number;
  readonly output: string;
}

interface RunOptions {
  /** The lines that are typed. Default: none, and the input ends at once. */
  readonly input?: string;
  readonly args?: readonly string[];
  /** Called once the example runs. `interrupt` sends SIGINT, like Ctrl-C. */
  readonly meanwhile?: (interrupt: () => void) => Promise<void>;
}

/** Runs an example as a user would: in a separate process, with the built packages, configured only by the environment. */
export function run(
  file: string,
  env: Record<string, string>,
  { args = [], input = '', meanwhile }: RunOptions = {},
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
    child.stdin?.end(input);
    meanwhile?.(() => child.kill('SIGINT')).catch(reject);
  });
}
