import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import type { DefaultTheme } from 'vitepress';
import llmstxt from 'vitepress-plugin-llms';
import { repositoryUrl } from '../../scripts/repository-url.ts';
import { base, origin } from './address.ts';
import { DESCRIPTIONS, SECTIONS } from './guides.ts';
import { linksOutside } from './links-outside.ts';
import { checkSections, llmsLinks, pagesOf, titleOf } from './pages.ts';

const DOCS = resolve(import.meta.dirname, '..');

/** Links to files outside docs lead to the repository. */
const repository = repositoryUrl();

const item = (path: string): DefaultTheme.SidebarItem => ({ text: titleOf(path), link: `/${path}` });

checkSections();
const guides = SECTIONS.map(({ title, pages }) => ({ text: title, items: pages.map(([path]) => item(path)) }));

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

/** Summary of the site. */
const DESCRIPTION = 'A TypeScript client for LM Studio, Ollama, llama.cpp and servers with an OpenAI-compatible API.';
const LLMS_DETAILS = `lmux offers chat, streaming, embeddings and model management through one interface for all of these servers. Install
\`@lmux/core\` and the package of a provider, such as \`@lmux/provider-lmstudio\`. It requires Node.js 22.19 or newer, and also runs in
browsers and on edge runtimes.`;

/** The sidebar of each module lists its own names only: all names would add 300 kB to each page. */
const apiSidebars = modules.map((module) => [
  module.link,
  [expanded(module), { text: 'Entry points', items: moduleLinks }],
]);

/**
 * Ranks pages in the search. The API reference mentions most terms more often than the guides, and repeats them in lists of
 * parameters and inherited members.
 */
const boostDocument = (id: string): number => {
  if (/#(?:parameters|returns|inherited-from|extends|extended-by|type-parameters)(?:-\d+)?$/.test(id)) return 0.05;
  if (id.includes('/api/')) return 0.2;
  if (id.includes('/decisions/')) return 0.3;
  return id.includes('/migration/') ? 0.5 : 1;
};

/** Class names of pages, for the style sheet. */
function pageClass(path: string): string | undefined {
  if (path.startsWith('api/')) return 'api-page';
  return { 'guide/capabilities.md': 'wide-page', 'decisions/index.md': 'list-of-decisions' }[path];
}

export default defineConfig({
  title: 'lmux',
  description: DESCRIPTION,
  lang: 'en-US',
  base,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}favicon.svg` }]],
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
  vite: {
    plugins: [
      llmstxt({
        ignoreFiles: ['api/**', 'decisions/**'],
        ...(origin !== undefined && { domain: origin }),
        title: 'lmux',
        description: DESCRIPTION,
        details: LLMS_DETAILS,
        toc: llmsLinks(),
        customLLMsTxtTemplate: '# {title}\n\n{description}\n\n{details}\n\n{toc}\n',
      }),
    ],
  },
  transformPageData({ relativePath, frontmatter }) {
    const path = relativePath.slice(0, -'.md'.length);
    const description = DESCRIPTIONS.get(path);
    const name = pageClass(relativePath);
    if (name !== undefined) frontmatter['pageClass'] = name;
    if (name === 'wide-page') frontmatter['aside'] = false;
    return description === undefined ? {} : { description };
  },
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
      '/decisions/': [{ text: 'Decision records', link: '/decisions/', items: pagesOf('decisions').map(item) }],
      '/': guides,
    },
    outline: [2, 3],
    search: {
      provider: 'local',
      // VitePress sends the source text of this function to the browser. It must not use a name from outside.
      options: { miniSearch: { searchOptions: { boostDocument } } },
    },
    ...(repository !== undefined && { socialLinks: [{ icon: 'github', link: repository }] }),
    footer: { message: 'Released under the MIT License.' },
  },
});
