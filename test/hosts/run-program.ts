import { execFile } from 'node:child_process';

/** Result of running a program. */
export interface ProgramRun {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Environment variables, in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Time in ms after which the program is killed. Default 120,000. */
  readonly timeoutMs?: number;
}

/** Output above this size ends the program. The default of Node, 1 MiB, is less than some bundlers print. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end in the folder `cwd`. */
export function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
  { env, timeoutMs = 120_000 }: RunOptions = {},
): Promise<ProgramRun> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: timeoutMs, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve) => {
    execFile(command, args, { ...options, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}
