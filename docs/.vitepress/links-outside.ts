import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/**
 * A markdown-it plugin for links to files of the repository that are not pages of the site, such as `../../examples/chat.ts`.
 * They lead to the repository.
 *
 * @param repository Address of the repository. Without one, the links become plain text.
 */
export function linksOutside(md: MarkdownRenderer, repository: string | undefined): void {
  md.core.ruler.push('links-outside', ({ tokens, env }) => {
    const { relativePath = '' } = env as { relativePath?: string };
    for (const { children } of tokens) {
      let leaves = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') leaves = redirect(token, relativePath, repository);
        else if (token.type === 'link_close' && leaves) {
          leaves = false;
          if (repository === undefined) token.tag = 'span';
        }
      }
    }
  });
}

/** Returns true if the link led outside of docs. */
function redirect(token: Token, page: string, repository: string | undefined): boolean {
  const href = token.attrGet('href') ?? '';
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return false;
  const path = posix.join('docs', posix.dirname(page), href);
  if (path.startsWith('docs/')) return false;
  if (repository === undefined) {
    token.tag = 'span';
    token.attrs = null;
  } else {
    token.attrSet('href', `${repository}/blob/main/${path}`);
  }
  return true;
}
