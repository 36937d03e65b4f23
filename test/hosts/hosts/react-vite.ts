import { join } from 'node:path';
import { type Emulator, startEmulator } from '@lmux/emulator';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launch-chromium.ts';
import type { CheckResult, Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';
import { serveFolder } from '../serve-folder.ts';

const REPLY = 'one two three four five six seven eight nine ten';

/** Waits until the page contains exactly one element with this text, and fails with the text of the page otherwise. */
async function waitForText(page: Page, selector: string, text: string | RegExp): Promise<string> {
  const element = page.locator(selector).filter({ hasText: text });
  try {
    await element.waitFor({ timeout: 20_000 });
  } catch {
    throw new Error(`"${selector}" must contain ${text}; the page contains "${await page.innerText('body')}".`);
  }
  return element.innerText();
}

async function send(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Prompt').fill(prompt);
  await page.getByRole('button', { name: 'Send' }).click();
}

async function chats(page: Page, { requests }: Emulator): Promise<void> {
  await send(page, 'Hello');
  await waitForText(page, '.assistant', REPLY);
  await send(page, 'Go on');
  await waitForText(page, '.assistant >> nth=1', REPLY);
  const sent = requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.stringify(body));
  if (sent.length !== 2 || !sent[1]?.includes(REPLY))
    throw new Error(`The second of 2 requests must contain the first reply; received ${sent.length} requests.`);
}

async function stops(page: Page, { requests }: Emulator): Promise<void> {
  await send(page, 'Hello');
  await waitForText(page, 'output', 'one');
  await waitForText(page, '.user', 'Hello');
  await page.getByRole('button', { name: 'Stop' }).click();
  const partial = await waitForText(page, '.assistant', 'one');
  if (!REPLY.startsWith(partial) || partial === REPLY)
    throw new Error(`The message must be the beginning of the reply; received "${partial}".`);
  const outcome = await requests.find(({ method }) => method === 'POST')?.ended;
  if (outcome !== 'client-disconnected') throw new Error(`The connection must be closed; received "${outcome}".`);
}

async function embeds(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Embed' }).click();
  await waitForText(page, 'button', /^\d+ dimensions$/);
}

async function explainsCors(page: Page): Promise<void> {
  await send(page, 'Hello');
  const error = await waitForText(page, '[role=alert]', 'The browser could not read the response');
  if (!error.includes('lms server start --cors')) throw new Error(`The error must contain the command; is "${error}".`);
}

interface Check {
  readonly title: string;
  readonly options: Parameters<typeof startEmulator>[0];
  readonly run: (page: Page, emulator: Emulator) => Promise<void>;
}

const CHECKS: readonly Check[] = [
  { title: 'chat with two turns', options: { cors: true, reply: REPLY }, run: chats },
  { title: 'stream that the user stops', options: { cors: true, reply: REPLY, delayMs: 100 }, run: stops },
  { title: 'embedding', options: { cors: true }, run: embeds },
  { title: 'error of a server without CORS', options: { cors: false }, run: explainsCors },
];

async function check(browser: Browser, address: string, { title, options, run }: Check): Promise<CheckResult> {
  await using emulator = await startEmulator(options);
  const page = await browser.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(String(error)));
  try {
    await page.goto(`${address}/?server=${encodeURIComponent(emulator.url)}`);
    await run(page, emulator);
  } catch (error) {
    thrown.push(String(error));
  } finally {
    await page.close();
  }
  return thrown.length === 0 ? { title } : { title, error: thrown.join('\n') };
}

/** Builds a chat of React with Vite and uses it in Chromium, where the page calls the emulator directly. */
export const host: Host = {
  name: 'react-vite',
  async run(application) {
    const project = await installProject(application, 'react-vite');
    const { succeeded, stdout, stderr } = await runProgram('npm', ['run', 'build'], project);
    if (!succeeded) return [{ title: 'build', error: `${stdout}${stderr}` }];
    await using pages = await serveFolder(join(project, 'dist'));
    const browser = await launchChromium();
    try {
      const results: CheckResult[] = [{ title: 'build' }];
      for (const one of CHECKS) results.push(await check(browser, pages.url, one));
      return results;
    } finally {
      await browser.close();
    }
  },
};
