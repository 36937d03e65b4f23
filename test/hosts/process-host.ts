import type { CheckResult, Host } from './host.ts';
import { runProgram } from './run-program.ts';

/**
 * Creates a host for a runtime that loads each entry point as the first import of a separate process, so that no other entry
 * point has defined Reflect metadata before. `args` ends with the program, to which the entry point is passed.
 *
 * @param programs Further programs, each run in a separate process with the same preceding arguments.
 */
export function processHost(
  name: string,
  command: string,
  args: readonly string[],
  programs: readonly string[] = [],
): Host {
  return {
    name,
    async run({ folder, entries }) {
      const check = async (title: string, all: readonly string[]): Promise<CheckResult> => {
        const { succeeded, stdout, stderr } = await runProgram(command, all, folder);
        // A process whose promise never settles exits with 0 too.
        const isChecked = succeeded && stdout.includes(`checked ${title}`);
        return { title, ...(!isChecked && { error: `${stdout}${stderr}` || 'The process ended before the check.' }) };
      };
      const results: CheckResult[] = [];
      for (const entry of entries) results.push(await check(entry, [...args, entry]));
      for (const program of programs) results.push(await check(program, [...args.slice(0, -1), program]));
      return results;
    },
  };
}
