import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenLinks, guidesOf, packedPage, packedPages } from '../scripts/pack-pages.ts';
import { publicPackages } from '../scripts/public-packages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const REPOSITORY = 'https://example.com/lmux';
const packages = publicPackages().map(({ folder }) => basename(folder));

describe('a packed page', () => {
  const ROWS: ReadonlyArray<[what: string, markdown: string, packed: string, withRepository?: string]> = [
    ['keeps a link to a page of the same package', '[chat](chat.md#tools)', '[chat](chat.md#tools)'],
    ['shortens a link to a page of the same package in another folder', '[chat](../guide/chat.md)', '[chat](chat.md)'],
    [
      'keeps links to other sites and to its own headings',
      '[a](https://a.dev/b.md) [c](#c)',
      '[a](https://a.dev/b.md) [c](#c)',
    ],
    [
      'replaces other links with their text or a link to the repository',
      '[`Ollama`](../providers/ollama.md#routes)',
      '`Ollama` (`@lmux/provider-ollama/docs/ollama.md`)',
      `[\`Ollama\`](${REPOSITORY}/blob/main/docs/providers/ollama.md#routes)`,
    ],
    [
      'names a file that is in no package',
      '[examples](../../examples)',
      'examples (`examples` in the repository)',
      `[examples](${REPOSITORY}/blob/main/examples)`,
    ],
    ['links to the README of the package', '[lmux](../../packages/core/README.md)', '[lmux](../README.md)'],
    ['keeps links in code', '`[a](b.md)`', '`[a](b.md)`'],
    ['contains no HTML comments', '<!-- given\ndeclare const a: 1;\n-->\n\n# Title', '# Title'],
    ['contains no images', 'a\n\n![chart](chart.svg)\n\nb', 'a\n\nb'],
  ];
  const pages = new Map([
    ['packages/core/README.md', 'README.md'],
    ['docs/guide/chat.md', 'docs/chat.md'],
    ['docs/guide/models.md', 'docs/models.md'],
  ]);

  test.each(['[](chat.md)', '[![a](b.png)](chat.md)', '[a][b]\n\n[b]: chat.md', '<a href="chat.md">chat</a>'])(
    'throws for a link that it cannot rewrite: %j',
    (markdown) => {
      expect(() => packedPage('docs/guide/models.md', markdown, pages, undefined)).toThrow('to be packed');
    },
  );

  test.each(ROWS)('%s', (_, markdown, packed, withRepository = packed) => {
    expect(packedPage('docs/guide/models.md', markdown, pages, undefined)).toBe(packed);
    expect(packedPage('docs/guide/models.md', markdown, pages, REPOSITORY)).toBe(withRepository);
  });
});

test('a packed README links to the packed guides', () => {
  const packed = packedPages('rx');
  const links = '[rx](../../docs/guide/rx.md#errors), [chat](../../docs/guide/chat.md)';
  expect(packedPage('packages/rx/README.md', links, packed, undefined)).toBe(
    '[rx](docs/rx.md#errors), chat (`@lmux/core/docs/chat.md`)',
  );
});

describe.each(packages)('the pages of %s', (folder) => {
  test('are pages of the documentation', () => {
    const guides = guidesOf(folder);
    expect(guides).not.toEqual([]);
    for (const page of guides) expect(readFileSync(join(ROOT, page), 'utf8')).toMatch(/^# /m);
  });

  test('link only to each other and to other sites', () => {
    const packed = packedPages(folder);
    const texts = [...packed].map(
      ([page, path]) => [path, packedPage(page, readFileSync(join(ROOT, page), 'utf8'), packed, undefined)] as const,
    );
    expect(brokenLinks(new Map(texts), new Set(packed.values()))).toEqual([]);
  });
});

test('each guide and each provider page is in exactly one package, apart from the measurements', () => {
  const pages = ['docs/guide', 'docs/providers'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`)
      .filter((page) => page !== 'docs/guide/performance.md'),
  );
  expect(packages.flatMap(guidesOf).toSorted()).toEqual(pages.toSorted());
});
