import type { Browser } from 'playwright-core';
import { DESCRIPTIONS } from './guides.ts';

/** Searches, with the beginning of the path to which the first result must lead. */
const SEARCHES: ReadonlyArray<readonly [query: string, first: string]> = [
  ['timeout', 'guide/'],
  ['retry', 'guide/'],
  ['tool call', 'guide/'],
  ['ollama', 'providers/ollama'],
  ['CreateClientOptions', 'api/@lmux/core/interfaces/CreateClientOptions'],
];
/** Number of results that are visible without scrolling on a small screen. */
const VISIBLE = 3;

/** Opens the search as a reader does and returns the paths of the pages of its first results. */
async function firstResults(browser: Browser, site: string, query: string): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(site, { waitUntil: 'load' });
    // Until Vue has mounted the page, a click has no effect.
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
    await page.locator('#local-search button').click();
    await page.locator('#localsearch-input').fill(query);
    const results = page.locator('#localsearch-list a.result');
    await results.first().waitFor();
    const links = await results.evaluateAll((elements) =>
      elements.map((element) => (element as HTMLAnchorElement).href),
    );
    return links.slice(0, VISIBLE).map((link) => link.slice(site.length).replace(/(\.html)?(#.*)?$/, ''));
  } finally {
    await context.close();
  }
}

/** Checks that common searches find guides first, and that the name of an export finds its reference. */
export async function checkSearch(browser: Browser, site: string): Promise<{ count: number; errors: string[] }> {
  const errors: string[] = [];
  for (const [query, first] of SEARCHES) {
    const results = await firstResults(browser, site, query);
    const guides = results.every((path) => DESCRIPTIONS.has(path));
    if (results[0]?.startsWith(first) && (guides || first.startsWith('api/'))) continue;
    const wanted = first.startsWith('api/') ? '' : ', followed by guides';
    errors.push(`search for "${query}": expected ${first}${wanted}; found ${results.join(', ')}`);
  }
  return { count: SEARCHES.length, errors };
}
