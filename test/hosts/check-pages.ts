import { type Emulator, startEmulator } from '@lmux/emulator';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../browser/launch-chromium.ts';
import type { CheckResult } from './host.ts';
import { serveFolder } from './serve-folder.ts';

/** A use of a page, which calls an emulator directly. */
export interface PageCheck {
  readonly title: string;
  /** Options of the emulator, which serves this check only. */
  readonly options: Parameters<typeof startEmulator>[0];
  readonly run: (page: Page, emulator: Emulator) => Promise<void>;
}

/** Waits until exactly one element has this text, and fails with the text of the page otherwise. */
export async function waitForText(page: Page, selector: string, text: string | RegExp): Promise<string> {
  const element = page.locator(selector).filter({ hasText: text });
  try {
    await element.waitFor({ timeout: 20_000 });
  } catch {
    throw new Error(`"${selector}" must contain ${text}; the page contains "${await page.innerText('body')}".`);
  }
  return element.innerText();
}

/** Sends a prompt in the chat of a page. */
export async function sendPrompt(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Prompt').fill(prompt);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** Checks that the emulator received two chats, the second with the reply to the first. */
export function expectHistory({ requests }: Emulator, reply: string): void {
  const sent = requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.stringify(body));
  if (sent.length !== 2 || !sent[1]?.includes(reply))
    throw new Error(`The second of 2 requests must contain the first reply; received ${sent.length} requests.`);
}

/** Checks that the page closed the connection of its first chat. */
export async function expectStopped({ requests }: Emulator): Promise<void> {
  const outcome = await requests.find(({ method }) => method === 'POST')?.ended;
  if (outcome !== 'client-disconnected') throw new Error(`The connection must be closed; received "${outcome}".`);
}

/** Sends a prompt to a server that allows no page, and checks that the page shows the reason and the command that helps. */
export const explainsCors: PageCheck = {
  title: 'error of a server without CORS',
  options: { cors: false },
  async run(page) {
    await sendPrompt(page, 'Hello');
    const error = await waitForText(page, '[role=alert]', 'The browser could not read the response');
    if (!error.includes('lms server start --cors'))
      throw new Error(`The error must contain the command; is "${error}".`);
  },
};

async function checkPage(browser: Browser, address: string, { title, options, run }: PageCheck): Promise<CheckResult> {
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

/** Serves a folder with built pages and uses them in Chromium. An exception in a page fails its check. */
export async function checkPages(folder: string, checks: readonly PageCheck[]): Promise<CheckResult[]> {
  await using pages = await serveFolder(folder);
  const browser = await launchChromium();
  try {
    const results: CheckResult[] = [];
    for (const one of checks) results.push(await checkPage(browser, pages.url, one));
    return results;
  } finally {
    await browser.close();
  }
}
