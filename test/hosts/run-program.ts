import { execFile } from 'node:child_process';

/** What a program printed, and whether it exited with 0. */
export interface ProgramRun {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends a program that hangs. */
const TIMEOUT_MS = 120_000;

/** Runs a program to its end in the folder `cwd`. */
export function runProgram(command: string, args: readonly string[], cwd: string): Promise<ProgramRun> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      resolve({ succeeded: error === null, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}
