import type { CheckResult, Host } from './host.ts';
import { runProgram } from './run-program.ts';

/**
 * A runtime that loads each entry point in a process of its own, as the first import: no other entry point has defined
 * Reflect metadata before. `args` ends with the program, to which the entry point is passed.
 */
export function processHost(name: string, command: string, args: readonly string[]): Host {
  return {
    name,
    async run({ folder, entries }) {
      const results: CheckResult[] = [];
      for (const entry of entries) {
        const { succeeded, stdout, stderr } = await runProgram(command, [...args, entry], folder);
        // A process whose promise never settles exits with 0 too.
        const isChecked = succeeded && stdout.includes(`checked ${entry}`);
        results.push({ title: entry, ...(!isChecked && { error: `${stdout}${stderr}` || 'ended before the check' }) });
      }
      return results;
    },
  };
}
