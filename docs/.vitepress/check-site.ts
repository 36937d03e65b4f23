/**
 * Checks the built site in Chromium and over HTTP: no page has an accessibility error by axe, in light and in dark mode, no link
 * is dead, fragments included, and the search finds the guides. Pages of the API reference are made from few templates, so that
 * axe checks one of each kind.
 */
import { globSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { LinkChecker, LinkState } from 'linkinator';
import type { Browser, Page } from 'playwright-core';
import sirv from 'sirv';
import { launchChromium } from '../../test/browser/launch-chromium.ts';
import { base } from './address.ts';
import { checkSearch } from './check-search.ts';

const DIST = join(import.meta.dirname, 'dist');
const SCHEMES = ['light', 'dark'] as const;

const isApi = (path: string): boolean => path.startsWith('api/');
/** Returns the kind of a page of the API reference, such as `interfaces`: the name of its folder. */
const kindOf = (path: string): string => path.split('/').at(-2) ?? '';

/** Returns the pages that axe checks: all but those of the API reference, and one of each kind of those. */
function pagesToCheck(): string[] {
  const pages = globSync('**/*.html', { cwd: DIST }).filter((path) => path !== '404.html');
  const samples = new Map(pages.filter(isApi).map((path) => [kindOf(path), path]));
  return [...pages.filter((path) => !isApi(path)), ...samples.values()].toSorted();
}

async function accessibilityErrors(page: Page, url: string): Promise<string[]> {
  await page.goto(url, { waitUntil: 'load' });
  // A color in the middle of a transition is not the color of the page.
  await page.addStyleTag({ content: '* { transition: none !important; animation: none !important; }' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${url}: ${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary}`,
    ),
  );
}

async function checkAccessibility(browser: Browser, site: string): Promise<string[]> {
  const errors = SCHEMES.map(async (colorScheme) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    const found: string[] = [];
    for (const path of pagesToCheck()) found.push(...(await accessibilityErrors(page, `${site}${path}`)));
    return found.map((error) => `${colorScheme}: ${error}`);
  });
  return (await Promise.all(errors)).flat();
}

async function checkLinks(site: string): Promise<{ count: number; errors: string[] }> {
  const { links } = await new LinkChecker().check({
    path: site,
    recurse: true,
    checkFragments: true,
    concurrency: 20,
    // Only links to this site: a test does not depend on other hosts.
    linksToSkip: async (link) => !link.startsWith(new URL(site).origin),
  });
  const broken = links.filter(({ state }) => state === LinkState.BROKEN);
  return { count: links.length, errors: broken.map(({ url, parent }) => `${parent}: dead link to ${url}`) };
}

const handler = sirv(DIST, { extensions: ['html'] });
const server = createServer((request, response) => {
  // A page outside the base path does not exist, as on a server with other sites.
  if (request.url?.startsWith(base)) {
    request.url = request.url.slice(base.length - 1);
    handler(request, response);
  } else {
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('The server has no port.');
const site = `http://127.0.0.1:${address.port}${base}`;
const browser = await launchChromium();
try {
  const search = await checkSearch(browser, site);
  const links = await checkLinks(site);
  const accessibility = await checkAccessibility(browser, site);
  for (const error of [...search.errors, ...links.errors, ...accessibility]) console.error(error);
  console.log(`${search.count} searches, ${search.errors.length} errors`);
  console.log(`${links.count} links, ${links.errors.length} dead`);
  console.log(
    `${pagesToCheck().length} pages in ${SCHEMES.length} color schemes, ${accessibility.length} accessibility errors`,
  );
  if (search.errors.length + links.errors.length + accessibility.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
