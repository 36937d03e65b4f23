import { spawn } from 'node:child_process';

/** A server that runs in a separate process. */
export interface ServerProcess extends AsyncDisposable {
  /** The part of its output that matched. */
  readonly found: string;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Matches the output of a server that is ready. The first group is returned. */
  readonly ready: RegExp;
}

/** Starts a server and waits until it is ready. Disposing ends its input, then kills it. Rejects with its output if it exits before. */
export async function startServer({ command, args, folder, env, ready }: ServerCommand): Promise<ServerProcess> {
  const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...env } });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const found = await new Promise<string>((resolve, reject) => {
    const onOutput = (piece: Buffer): void => {
      output += piece.toString();
      const match = ready.exec(output);
      if (match !== null) resolve(match[1] ?? '');
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.once('error', reject);
    void exited.then(() => reject(new Error(`The server ended before it was ready:\n${output}`)));
  });
  return {
    found,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      child.kill();
      await exited;
    },
  };
}
