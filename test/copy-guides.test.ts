import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guidesOf, packedPage } from '../scripts/copy-guides.ts';
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
    ['keeps links in code', '`[a](b.md)`', '`[a](b.md)`'],
    ['contains no HTML comments', '<!-- given\ndeclare const a: 1;\n-->\n\n# Title', '# Title'],
    ['contains no images', 'a\n\n![chart](chart.svg)\n\nb', 'a\n\nb'],
  ];
  const pages = new Set(['docs/guide/chat.md', 'docs/guide/models.md']);

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

describe.each(packages)('the guides of %s', (folder) => {
  const pages = guidesOf(folder);

  test('are pages of the documentation', () => {
    expect(pages).not.toEqual([]);
    for (const page of pages) expect(readFileSync(join(ROOT, page), 'utf8')).toMatch(/^# /m);
  });

  test('link only to each other and to other sites', () => {
    for (const page of pages) {
      const text = packedPage(page, readFileSync(join(ROOT, page), 'utf8'), new Set(pages), undefined);
      const code = /```.*?```|`[^`\n]*`/gs;
      const targets = [...text.replaceAll(code, '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
        ([, target = '']) => target,
      );
      const names = new Set(pages.map((path) => basename(path)));
      expect(targets.filter((target) => !/^https?:/.test(target) && !names.has(target))).toEqual([]);
    }
  });
});

test('each guide and each provider page is in exactly one package', () => {
  const pages = ['docs/guide', 'docs/providers'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  );
  expect(packages.flatMap(guidesOf).toSorted()).toEqual(pages.toSorted());
});
