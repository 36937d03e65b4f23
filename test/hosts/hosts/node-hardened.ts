import type { CheckResult, Host } from '../host.ts';
import { runProgram } from '../run-program.ts';

/** Network access is a permission of its own in Node 25 and newer. */
const ALLOW_NET = process.allowedNodeEnvironmentFlags.has('--allow-net') ? ['--allow-net'] : [];

/** The options that restrict a process, as docs/guide/configuration.md describes them. */
const OPTIONS: readonly (readonly string[])[] = [
  // reflect-metadata extends the global Reflect. Only modules of --require run before it is frozen.
  ['--frozen-intrinsics', '--require', '@lmux/core'],
  ['--permission', '--allow-fs-read=*', ...ALLOW_NET],
  ['--disallow-code-generation-from-strings'],
  ['--disable-proto=delete'],
  ['--disable-proto=throw'],
];

/** Runs a program that chats under each option. */
export const host: Host = {
  name: 'node-hardened',
  async run({ folder }) {
    const results: CheckResult[] = [];
    for (const options of OPTIONS) {
      const { succeeded, stdout, stderr } = await runProgram(process.execPath, [...options, 'hardened.mjs'], folder);
      const isChecked = succeeded && stdout.includes('checked hardened.mjs');
      const error = `${stdout}${stderr}` || 'The process ended before the check.';
      results.push({ title: options.join(' '), ...(!isChecked && { error }) });
    }
    return results;
  },
};
