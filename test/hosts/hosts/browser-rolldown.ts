import { browserHost } from '../browser-host.ts';
import { installed } from '../installed.ts';
import { runProgram } from '../run-program.ts';

export const host = browserHost('browser-rolldown', async ({ folder, pages, output }) => {
  const options = ['--dir', output, '--format', 'esm', '--platform', 'browser', '--minify'];
  const { succeeded, stdout, stderr } = await runProgram(installed('rolldown'), [...pages, ...options], folder);
  if (!succeeded) throw new Error(`${stdout}${stderr}`);
});
