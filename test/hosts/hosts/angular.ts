import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { checkPages, expectHistory, expectStopped, explainsCors, sendPrompt, waitForText } from '../check-pages.ts';
import type { PageCheck } from '../check-pages.ts';
import type { CheckResult, Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';

const REPLY = 'one two three four five six seven eight nine ten';
/** Slow enough to see a part of the reply. */
const SLOW = { cors: true, reply: REPLY, delayMs: 100 } as const;

/** Sends a prompt and waits until the page shows the first words of the reply, but not all. */
async function startReply(page: Page): Promise<void> {
  await sendPrompt(page, 'Hello');
  const partial = await waitForText(page, 'output', 'one');
  if (!REPLY.startsWith(partial) || partial === REPLY)
    throw new Error(`The output must be the beginning of the reply; received "${partial}".`);
}

const chats: PageCheck = {
  title: 'chat with two turns',
  options: SLOW,
  async run(page, emulator) {
    await startReply(page);
    await waitForText(page, 'output', REPLY);
    await sendPrompt(page, 'Go on');
    await waitForText(page, '.assistant', REPLY);
    await waitForText(page, 'output', REPLY);
    expectHistory(emulator, REPLY);
  },
};

const stops: PageCheck = {
  title: 'stream that the user stops',
  options: SLOW,
  async run(page, emulator) {
    await startReply(page);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expectStopped(emulator);
    await waitForText(page, 'button', 'Send');
  },
};

const destroys: PageCheck = {
  title: 'stream of a destroyed component',
  options: SLOW,
  async run(page, emulator) {
    await startReply(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await expectStopped(emulator);
    if ((await page.locator('app-chat').count()) > 0) throw new Error('The component must be removed from the page.');
  },
};

const embeds: PageCheck = {
  title: 'embedding',
  options: { cors: true },
  async run(page) {
    await page.getByRole('button', { name: 'Embed' }).click();
    await waitForText(page, 'app-embedding button', /^\s*\d+ dimensions\s*$/);
  },
};

/** Runs a command of Angular's CLI. */
async function ng(project: string, title: string, args: readonly string[]): Promise<CheckResult> {
  const cli = join(project, 'node_modules/@angular/cli/bin/ng.js');
  const { succeeded, stdout, stderr } = await runProgram(process.execPath, [cli, ...args], project);
  return { title, ...(!succeeded && { error: `${stdout}${stderr}` }) };
}

/** Builds a chat of Angular without Zone.js, runs the tests of its components, and uses it in Chromium. */
export const host: Host = {
  name: 'angular',
  async run(application) {
    const project = await installProject(application, 'angular');
    const built = await ng(project, 'build', ['build']);
    if (built.error !== undefined) return [built];
    const tested = await ng(project, 'tests', ['test', '--no-watch']);
    const checks = [chats, stops, destroys, embeds, explainsCors];
    return [built, tested, ...(await checkPages(join(project, 'dist'), checks))];
  },
};
