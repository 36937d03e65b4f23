import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/launch-chromium.ts';
import { browserBundles, type BrowserPage } from './browser-bundles.ts';
import type { CheckResult, Host } from './host.ts';

interface Bundling {
  /** Folder of the programs. */
  readonly folder: string;
  /** Paths of the programs, one per page. */
  readonly pages: readonly string[];
  /** Folder to write to. */
  readonly output: string;
}

type Bundle = (bundling: Bundling) => Promise<void>;

// A secure context, like the pages of an application. Nothing is sent over the network, since every request is fulfilled from the bundle.
const ORIGIN = 'https://application.test';

/** Loads a script in a new page. Rejects with the error that the script threw. */
async function load(browser: Browser, folder: string, script: string): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname.endsWith('.js')) return route.fulfill({ path: join(folder, pathname) });
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>lmux</title>' });
    });
    await page.goto(ORIGIN);
    // evaluate() would wait forever for a script that never settles.
    await page.waitForFunction(`import('/${script}').then(() => true)`);
  } finally {
    await page.close();
  }
}

/** Writes the programs of the pages into `folder`, bundles them there and returns the folder of the scripts. */
async function bundlePages(pages: readonly BrowserPage[], folder: string, bundle: Bundle): Promise<string> {
  const output = join(folder, 'output');
  mkdirSync(folder);
  const paths = pages.map(({ format = 'esm', program }, index) => {
    const path = join(folder, `page${index}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    writeFileSync(path, program);
    return path;
  });
  await bundle({ folder, pages: paths, output });
  if (readdirSync(output).length > pages.length) return output;
  throw new Error("The bundle must have shared chunks; received one file per page. Check the bundler's options.");
}

/** Creates a host for a browser, which loads the pages of bundles that `bundle` splits into shared chunks. */
export function browserHost(name: string, bundle: Bundle): Host {
  return {
    name,
    async run({ folder, neutralEntries }) {
      const results: CheckResult[] = [];
      const browser = await launchChromium();
      try {
        for (const [number, pages] of browserBundles(neutralEntries).entries()) {
          const scripts = await bundlePages(pages, join(folder, `${name}-${number}`), bundle);
          for (const [index, { title }] of pages.entries()) {
            const error = await load(browser, scripts, `page${index}.js`).then(() => undefined, String);
            results.push({ title, ...(error !== undefined && { error }) });
          }
        }
      } finally {
        await browser.close();
      }
      return results;
    },
  };
}
