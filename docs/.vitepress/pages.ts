import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { base, origin } from './address.ts';
import { DESCRIPTIONS, SECTIONS } from './guides.ts';

const DOCS = resolve(import.meta.dirname, '..');

/** Returns the paths of the pages of a folder of docs, such as `guide/chat`. */
export function pagesOf(folder: string): string[] {
  const names = readdirSync(join(DOCS, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names.toSorted().map((name) => `${folder}/${name.slice(0, -'.md'.length)}`);
}

/** Returns the first heading of a page, so that the sidebar cannot differ from it. */
export function titleOf(path: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${path}.md`), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`docs/${path}.md has no first heading. Add a line that begins with "# ".`);
  return title.replaceAll('`', '');
}

/** Throws an error if a guide is missing from the sidebar. */
export function checkSections(): void {
  const missing = ['guide', 'providers', 'migration'].flatMap(pagesOf).filter((path) => !DESCRIPTIONS.has(path));
  if (missing.length === 0) return;
  throw new Error(`Pages without an entry in docs/.vitepress/guides.ts: ${missing.join(', ')}. Add a line for each.`);
}

const line = (title: string, path: string, description: string): string =>
  `- [${title}](${origin ?? ''}${base}${path}): ${description}`;

/** Returns the lists of links of llms.txt (https://llmstxt.org). The plugin's own list has no descriptions and the wrong heading level. */
export function llmsLinks(): string {
  const sections = SECTIONS.map(({ title, pages }) => ({
    title,
    lines: pages.map(([path, description]) => line(titleOf(path), `${path}.md`, description)),
  }));
  const optional = [
    line('API reference', 'api/', 'Every export of every package, generated from the source.'),
    line('Decision records', 'decisions/', 'Why lmux is built as it is.'),
  ];
  return [...sections, { title: 'Optional', lines: optional }]
    .map(({ title, lines }) => `## ${title}\n\n${lines.join('\n')}`)
    .join('\n\n');
}
