import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import type { DefaultTheme } from 'vitepress';
import llmstxt from 'vitepress-plugin-llms';
import { linksOutside } from './links-outside.ts';

const DOCS = resolve(import.meta.dirname, '..');

/** Address of the repository, such as `https://github.com/owner/name`. Links to files outside docs lead there. */
const repository = process.env['LMUX_REPOSITORY_URL'];

const page = (link: string): DefaultTheme.SidebarItem => ({ text: titleOf(link), link });

/** Returns the first heading of a page, so that the sidebar cannot differ from it. */
function titleOf(link: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(DOCS, `${link}.md`), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`docs${link}.md has no first heading. Add a line that begins with "# ".`);
  return title.replaceAll('`', '');
}

function pagesOf(folder: string): DefaultTheme.SidebarItem[] {
  const names = readdirSync(join(DOCS, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
  return names.toSorted().map((name) => page(`/${folder}/${name.slice(0, -'.md'.length)}`));
}

const guides: DefaultTheme.SidebarItem[] = [
  {
    text: 'Guide',
    items: ['getting-started', 'chat', 'embeddings', 'models', 'errors', 'configuration', 'capabilities'].map((name) =>
      page(`/guide/${name}`),
    ),
  },
  { text: 'Integrations', items: ['rx', 'dependency-injection', 'testing'].map((name) => page(`/guide/${name}`)) },
  { text: 'Operations', items: ['reliability', 'scaling', 'performance'].map((name) => page(`/guide/${name}`)) },
  { text: 'Providers', items: [...pagesOf('providers'), page('/guide/writing-a-provider')] },
  { text: 'Migration', items: pagesOf('migration') },
];

const API = join(DOCS, 'api/typedoc-sidebar.json');
if (!existsSync(API)) throw new Error('The API reference is missing. Run "npm run api" in docs first.');
const modules = JSON.parse(readFileSync(API, 'utf8')) as Array<
  DefaultTheme.SidebarItem & { text: string; link: string }
>;
const moduleLinks = modules.map(({ text, link }) => ({ text, link }));

/** Returns an item that cannot be collapsed: a collapsible one is a button inside a button, an accessibility error. */
function expanded({ text, link, items }: DefaultTheme.SidebarItem): DefaultTheme.SidebarItem {
  return {
    ...(text !== undefined && { text }),
    ...(link !== undefined && { link }),
    ...(items && { items: items.map(expanded) }),
  };
}

/** The sidebar of each module lists its own names only: all names would add 300 kB to each page. */
const apiSidebars = modules.map((module) => [
  module.link,
  [expanded(module), { text: 'Entry points', items: moduleLinks }],
]);

export default defineConfig({
  title: 'lmux',
  description: 'One TypeScript interface to LM Studio, llama.cpp, Ollama and every OpenAI-format server.',
  lang: 'en-US',
  base: process.env['LMUX_DOCS_BASE'] ?? '/',
  rewrites: { 'decisions/README.md': 'decisions/index.md' },
  // A link to localhost names a server of the reader. The others are checked.
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    config: (md) => md.use(linksOutside, repository),
    // As on GitHub, so that a link to a heading works in both places.
    anchor: { slugify: (heading) => slug(heading) },
    // The default themes have colors below the contrast of WCAG 2 AA.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: { plugins: [llmstxt({ ignoreFiles: ['api/**', 'decisions/**'] })] },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/guide/getting-started', activeMatch: '/guide/' },
      { text: 'Providers', link: '/providers/lmstudio', activeMatch: '/providers/' },
      { text: 'Migration', link: '/migration/openai', activeMatch: '/migration/' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
      { text: 'Decisions', link: '/decisions/', activeMatch: '/decisions/' },
    ],
    sidebar: {
      ...(Object.fromEntries(apiSidebars) as DefaultTheme.SidebarMulti),
      '/api/': [{ text: 'API reference', link: '/api/', items: moduleLinks }],
      '/decisions/': [{ text: 'Decision records', link: '/decisions/', items: pagesOf('decisions') }],
      '/': guides,
    },
    outline: [2, 3],
    search: { provider: 'local' },
    ...(repository !== undefined && { socialLinks: [{ icon: 'github', link: repository }] }),
    footer: { message: 'Released under the MIT License.' },
  },
});
