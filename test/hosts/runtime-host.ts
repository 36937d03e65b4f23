import { join } from 'node:path';
import { checkApplication } from './check-application.ts';
import type { Application, CheckResult, Host } from './host.ts';
import { installProject } from './install-project.ts';

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

/** Creates a host that runs programs of the project `runtimes`, each with its own emulator. */
export function runtimeHost(name: string, programs: readonly RuntimeProgram[]): Host {
  return {
    name,
    async run(application) {
      const project = await install(application);
      const results: CheckResult[] = [];
      for (const { title, command, args, folder = '' } of programs) {
        const path = join(project, 'node_modules', command);
        results.push(await checkApplication({ title, command: path, args, cwd: join(project, folder) }));
      }
      return results;
    },
  };
}
