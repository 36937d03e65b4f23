import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ClientName } from './clients/make-client.ts';
import type { Task, TaskResult } from './tasks.ts';

const here = (file: string): string => join(import.meta.dirname, file);
const execArgv = ['--no-warnings'];

/** A process that is killed at the end of its block. */
abstract class Process implements Disposable {
  protected readonly child: ChildProcess;

  constructor(file: string, args: readonly string[]) {
    this.child = fork(here(file), args, { execArgv });
  }

  protected async message(): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const exited = once(this.child, 'exit', { signal }).then(([code]) => {
      throw new Error(`A process exited with code ${String(code)}.`);
    });
    exited.catch(() => {});
    try {
      const [message] = await Promise.race([once(this.child, 'message', { signal }), exited]);
      return message;
    } finally {
      settled.abort();
    }
  }

  [Symbol.dispose](): void {
    this.child.kill();
  }
}

export class ServerProcess extends Process {
  constructor() {
    super('server/server.ts', []);
  }

  /** The URL of the server. Call it once. */
  async origin(): Promise<string> {
    return `http://127.0.0.1:${Number(await this.message())}`;
  }
}

export class ClientProcess extends Process {
  readonly name: ClientName;

  constructor(name: ClientName, origin: string) {
    super('worker.ts', [name, origin]);
    this.name = name;
  }

  /** Resolves when the client is loaded and ready. Call it once. */
  async ready(): Promise<void> {
    await this.message();
  }

  async run(task: Task): Promise<TaskResult> {
    const response = this.message();
    this.child.send(task);
    const { result, error } = (await response) as { result: TaskResult; error?: string };
    if (error !== undefined) throw new Error(`${this.name}: ${error}`);
    return result;
  }
}
