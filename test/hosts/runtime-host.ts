import { join } from 'node:path';
import { startEmulator } from '@lmux/emulator';
import type { Application, CheckResult, Host } from './host.ts';
import { installProject } from './install-project.ts';
import { runProgram } from './run-program.ts';

const PROJECT = 'runtimes';

const installed = new WeakMap<Application, Promise<string>>();

/** Installs the project once for all hosts that share it. */
function install(application: Application): Promise<string> {
  const known = installed.get(application) ?? installProject(application, PROJECT);
  installed.set(application, known);
  return known;
}

interface RuntimeProgram {
  readonly title: string;
  /** Path of the command in node_modules. */
  readonly command: string;
  readonly args: readonly string[];
  /** Folder in the project. Default: the project. */
  readonly folder?: string;
}

async function check(project: string, { title, command, args, folder = '' }: RuntimeProgram): Promise<CheckResult> {
  // Slow enough for the client to leave the stream early.
  await using emulator = await startEmulator({ delayMs: 10 });
  const { succeeded, stdout, stderr } = await runProgram(
    join(project, 'node_modules', command),
    args,
    join(project, folder),
    { env: { LM_BASE_URL: emulator.url } },
  );
  if (!succeeded || !`${stdout}${stderr}`.includes('checked lmux'))
    return { title, error: `${stdout}${stderr}` || 'The program ended before the check.' };
  const outcomes = await Promise.all(emulator.requests.map(({ ended }) => ended));
  if (outcomes.includes('client-disconnected')) return { title };
  return { title, error: `The stream that was left early must close its connection; received ${outcomes.join()}.` };
}

/** Creates a host that runs programs of the project `runtimes`, each with its own emulator. */
export function runtimeHost(name: string, programs: readonly RuntimeProgram[]): Host {
  return {
    name,
    async run(application) {
      const project = await install(application);
      const results: CheckResult[] = [];
      for (const program of programs) results.push(await check(project, program));
      return results;
    },
  };
}
