/**
 * Copies the guides of a package into its folder `docs`, which is packed: they are there offline, and coding agents read
 * them. Runs as `prepack` in the folder of the package.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';

const ROOT = resolve(import.meta.dirname, '..');

/** Pages that belong to one package. The other guides belong to core. */
const PAGES: { readonly [folder: string]: readonly string[] } = {
  'provider-lmstudio': ['docs/providers/lmstudio.md'],
  'provider-llamacpp': ['docs/providers/llamacpp.md'],
  'provider-ollama': ['docs/providers/ollama.md'],
  'provider-openai': ['docs/providers/openai.md'],
  emulator: ['docs/guide/testing.md'],
  rx: ['docs/guide/rx.md'],
};

/** Returns the pages of a package, as paths from the root of the repository. */
export function guidesOf(folder: string): readonly string[] {
  if (folder !== 'core') return PAGES[folder] ?? [];
  const others = new Set(Object.values(PAGES).flat());
  const guides = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md'));
  return guides.map((name) => `docs/guide/${name}`).filter((page) => !others.has(page));
}

/**
 * Returns a page as it is packed: without HTML comments, and with links only to pages of the same package and to other
 * sites. A link to another file of the repository leads to the repository, or becomes plain text if that is not known.
 *
 * @param page Path from the root of the repository.
 * @param packed Names of the pages of the package.
 * @param repository Address of the repository, such as `https://github.com/owner/name`.
 */
export function packedPage(
  page: string,
  markdown: string,
  packed: ReadonlySet<string>,
  repository: string | undefined,
): string {
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = [];
  visit(fromMarkdown(markdown), (node) => {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (start === undefined || end === undefined) return;
    if (node.type === 'html' && node.value.startsWith('<!--')) edits.push({ start, end, text: '' });
    // Only Markdown is packed.
    if (node.type === 'image') edits.push({ start, end, text: '' });
    if (node.type !== 'link') return;
    const target = packedTarget(node.url, page, packed, repository);
    const [first] = node.children;
    const text = markdown.slice(first?.position?.start.offset, node.children.at(-1)?.position?.end.offset);
    if (target !== node.url) edits.push({ start, end, text: target === undefined ? text : `[${text}](${target})` });
  });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), markdown)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimStart();
}

function packedTarget(
  url: string,
  page: string,
  packed: ReadonlySet<string>,
  repository: string | undefined,
): string | undefined {
  const [path = '', fragment] = url.split('#');
  if (/^[a-z]+:/i.test(url) || path === '') return url;
  const file = posix.join(posix.dirname(page), path);
  const suffix = fragment === undefined ? '' : `#${fragment}`;
  if (packed.has(file)) return `${basename(file)}${suffix}`;
  return repository === undefined ? undefined : `${repository}/blob/main/${file}${suffix}`;
}

/** Writes the guides of a package into its folder `docs`. */
export function copyGuides(folder: string): void {
  const target = join(ROOT, 'packages', folder, 'docs');
  const pages = guidesOf(folder);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const page of pages) {
    const text = packedPage(
      page,
      readFileSync(join(ROOT, page), 'utf8'),
      new Set(pages),
      process.env['LMUX_REPOSITORY_URL'],
    );
    writeFileSync(join(target, basename(page)), text);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) copyGuides(basename(process.cwd()));
