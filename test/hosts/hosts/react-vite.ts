import { join } from 'node:path';
import { checkPages, expectHistory, expectStopped, explainsCors, sendPrompt, waitForText } from '../check-pages.ts';
import type { PageCheck } from '../check-pages.ts';
import type { Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';

const REPLY = 'one two three four five six seven eight nine ten';

const chats: PageCheck = {
  title: 'chat with two turns',
  options: { cors: true, reply: REPLY },
  async run(page, emulator) {
    await sendPrompt(page, 'Hello');
    await waitForText(page, '.assistant', REPLY);
    await sendPrompt(page, 'Go on');
    await waitForText(page, '.assistant >> nth=1', REPLY);
    expectHistory(emulator, REPLY);
  },
};

const stops: PageCheck = {
  title: 'stream that the user stops',
  options: { cors: true, reply: REPLY, delayMs: 100 },
  async run(page, emulator) {
    await sendPrompt(page, 'Hello');
    await waitForText(page, 'output', 'one');
    await waitForText(page, '.user', 'Hello');
    await page.getByRole('button', { name: 'Stop' }).click();
    const partial = await waitForText(page, '.assistant', 'one');
    if (!REPLY.startsWith(partial) || partial === REPLY)
      throw new Error(`The message must be the beginning of the reply; received "${partial}".`);
    await expectStopped(emulator);
  },
};

const embeds: PageCheck = {
  title: 'embedding',
  options: { cors: true },
  async run(page) {
    await page.getByRole('button', { name: 'Embed' }).click();
    await waitForText(page, 'button', /^\d+ dimensions$/);
  },
};

/** Builds a chat of React with Vite and uses it in Chromium. */
export const host: Host = {
  name: 'react-vite',
  async run(application) {
    const project = await installProject(application, 'react-vite');
    const { succeeded, stdout, stderr } = await runProgram('npm', ['run', 'build'], project);
    if (!succeeded) return [{ title: 'build', error: `${stdout}${stderr}` }];
    return [{ title: 'build' }, ...(await checkPages(join(project, 'dist'), [chats, stops, embeds, explainsCors]))];
  },
};
