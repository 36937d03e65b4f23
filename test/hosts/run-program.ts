import { execFile } from 'node:child_process';

/** Result of running a program. */
export interface ProgramRun {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Time in ms after which a program is killed. */
const TIMEOUT_MS = 120_000;

/** Runs a program to its end in the folder `cwd`. */
export function runProgram(command: string, args: readonly string[], cwd: string): Promise<ProgramRun> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}
