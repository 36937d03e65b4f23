import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Starts the installed Chromium headless and without background services that send requests. */
export async function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined)
    throw new Error('Chromium is not installed. Install it, for example with "apt-get install chromium".');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
