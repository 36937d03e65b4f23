/**
 * Copies the guides of a package into its folder `docs`, which is published with it, so that they are available offline and to
 * coding agents. Also changes the links of its README to pages in the tarball. Runs as `prepack` in the folder of the package. With the
 * argument `restore`, it restores the README, as `postpack`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { CONTINUE, SKIP, visit } from 'unist-util-visit';
import { repositoryUrl } from './repository-url.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Pages that belong to one package. The other guides belong to core. */
const PAGES: { readonly [folder: string]: readonly string[] } = {
  'provider-lmstudio': ['docs/providers/lmstudio.md'],
  'provider-llamacpp': ['docs/providers/llamacpp.md'],
  'provider-ollama': ['docs/providers/ollama.md'],
  'provider-openai': ['docs/providers/openai.md'],
  emulator: ['docs/guide/testing.md'],
  tools: ['docs/guide/tools.md'],
  mcp: ['docs/guide/mcp.md'],
  rx: ['docs/guide/rx.md', 'docs/guide/nestjs.md', 'docs/guide/angular.md'],
};

/** A page that is only on the site: the measurements of a release, and how to repeat them. */
const UNPUBLISHED = 'docs/guide/performance.md';

/** Returns the pages of a package, as paths from the root of the repository. */
export function guidesOf(folder: string): readonly string[] {
  if (folder !== 'core') return PAGES[folder] ?? [];
  const others = new Set(Object.values(PAGES).flat());
  const guides = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md'));
  return guides.map((name) => `docs/guide/${name}`).filter((page) => page !== UNPUBLISHED && !others.has(page));
}

/** Returns the pages in the tarball of a package: the path of each from the root of the repository, and its path in the tarball. */
export function packedPages(folder: string): ReadonlyMap<string, string> {
  const guides = guidesOf(folder).map((page) => [page, `docs/${basename(page)}`] as const);
  return new Map([[`packages/${folder}/README.md`, 'README.md'], ...guides]);
}

/**
 * Returns a page as it is published: without HTML comments, and with links only to pages of the same package and to other sites.
 * A link to another file of the repository becomes a link to the hosted repository, or plain text if its address is not known.
 *
 * @param page Path from the root of the repository.
 * @param packed Pages of the package, from `packedPages`.
 * @param repository Address of the repository, such as `https://github.com/owner/name`.
 */
export function packedPage(
  page: string,
  markdown: string,
  packed: ReadonlyMap<string, string>,
  repository: string | undefined,
): string {
  const edits: Array<{ readonly start: number; readonly end: number; readonly text: string }> = [];
  visit(fromMarkdown(markdown), (node) => {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (start === undefined || end === undefined) return CONTINUE;
    if (node.type === 'definition' || (node.type === 'html' && /\b(?:href|src)=/.test(node.value))) {
      throw new Error(
        `${page}: a link must be written as [text](target) to be packed; received "${markdown.slice(start, end)}".`,
      );
    }
    // Only Markdown is packed.
    if (node.type === 'image' || (node.type === 'html' && node.value.startsWith('<!--'))) {
      // With the blank lines after it.
      const blank = /^\n*/.exec(markdown.slice(end))?.[0].length ?? 0;
      edits.push({ start, end: end + blank, text: '' });
    }
    if (node.type !== 'link') return CONTINUE;
    const [first] = node.children;
    if (first === undefined || node.children.some(({ type }) => type === 'image')) {
      throw new Error(
        `${page}: a link must have a text without an image to be packed; received "${markdown.slice(start, end)}".`,
      );
    }
    const text = markdown.slice(first.position?.start.offset, node.children.at(-1)?.position?.end.offset);
    const packedText = packedLink(text, node.url, page, packed, repository);
    if (packedText !== undefined) edits.push({ start, end, text: packedText });
    return SKIP;
  });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), markdown)
    .trimStart();
}

/** Returns a link as it is packed, or `undefined` if it stays as it is. */
function packedLink(
  text: string,
  url: string,
  page: string,
  packed: ReadonlyMap<string, string>,
  repository: string | undefined,
): string | undefined {
  const [path = '', fragment] = url.split('#');
  if (/^[a-z]+:/i.test(url) || path === '') return undefined;
  const file = posix.join(posix.dirname(page), path);
  const suffix = fragment === undefined ? '' : `#${fragment}`;
  const target = packed.get(file);
  if (target !== undefined)
    return `[${text}](${posix.relative(posix.dirname(packed.get(page) ?? ''), target)}${suffix})`;
  if (repository !== undefined) return `[${text}](${repository}/blob/main/${file}${suffix})`;
  const owner = [...Object.keys(PAGES), 'core'].find((folder) => guidesOf(folder).includes(file));
  return owner === undefined
    ? `${text} (\`${file}\` in the repository)`
    : `${text} (\`@lmux/${owner}/docs/${basename(file)}\`)`;
}

/** Returns the links of packed pages to files that are not packed, as `page -> target`. */
export function brokenLinks(pages: ReadonlyMap<string, string>, files: ReadonlySet<string>): string[] {
  const code = /```.*?```|`[^`\n]*`/gs;
  return [...pages].flatMap(([page, text]) => {
    const targets = [...text.replaceAll(code, '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target);
    return targets
      .filter((target) => !/^https?:/.test(target) && !files.has(posix.join(posix.dirname(page), target)))
      .map((target) => `${page} -> ${target}`);
  });
}

const readmeOf = (folder: string): string => join(ROOT, 'packages', folder, 'README.md');

/** Returns the path of the original README while the packed one is in its place. Outside the package, because npm packs every `README*`. */
const originalOf = (folder: string): string => join(ROOT, 'node_modules/.cache/readmes', `${folder}.md`);

/** Puts the original README of a package back. Does nothing if it is in its place. */
export function restoreReadme(folder: string): void {
  if (existsSync(originalOf(folder))) renameSync(originalOf(folder), readmeOf(folder));
}

/** Writes the guides of a package into its folder `docs`, and replaces its README by the packed one until `restoreReadme` is called. */
export function packPages(folder: string): void {
  // The last pack may have failed before it was restored.
  restoreReadme(folder);
  mkdirSync(dirname(originalOf(folder)), { recursive: true });
  renameSync(readmeOf(folder), originalOf(folder));
  const target = join(ROOT, 'packages', folder, 'docs');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const packed = packedPages(folder);
  for (const [page, path] of packed) {
    const source = path === 'README.md' ? originalOf(folder) : join(ROOT, page);
    const text = packedPage(page, readFileSync(source, 'utf8'), packed, repositoryUrl());
    writeFileSync(join(ROOT, 'packages', folder, path), text);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = basename(process.cwd());
  if (process.argv[2] === 'restore') restoreReadme(folder);
  else packPages(folder);
}
