/**
 * Checks the prose of Markdown files and docstrings, which must have at most 3 semicolons per 1,000 words, and that no file contains
 * a term that this project replaces. cspell checks the spelling.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import { REPLACED_TERMS } from './replaced-terms.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MAX_SEMICOLONS_PER_1000_WORDS = 3;

interface Prose {
  readonly file: string;
  readonly kind: 'Markdown' | 'docstrings';
  /** The prose, without code. */
  readonly text: string;
  /** What must not contain a replaced term: the prose of Markdown, whose code may quote an old name, or all of a source file. */
  readonly searched: string;
}

/** Returns the text of a Markdown file without code and comments. */
function markdownProse(source: string): string {
  const texts: string[] = [];
  visit(fromMarkdown(source), 'text', ({ value }) => {
    texts.push(value);
  });
  return texts.join(' ');
}

/** Returns the docstrings of a TypeScript file, without code. */
function docstrings(source: string): string {
  const comments = [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) => comment.replaceAll(/^\s*\* ?/gm, ''));
  return comments.join('\n').replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' code ');
}

function read(file: string): Prose {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (!file.endsWith('.md')) return { file, kind: 'docstrings', text: docstrings(source), searched: source };
  const text = markdownProse(source);
  return { file, kind: 'Markdown', text, searched: text };
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Joins lines, also those of comments, so that a term is found across a line break. */
const joined = (text: string): string => text.replaceAll(/\s*\n\s*(?:\*(?!\/) ?|\/\/ )?/g, ' ');

const files = execFileSync('git', ['ls-files', '*.md', '*.ts'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const prose = files.filter((file) => file !== 'scripts/replaced-terms.ts').map(read);
const failures: string[] = [];

for (const { file, searched } of prose) {
  for (const [term, instead] of REPLACED_TERMS) {
    const found = term.exec(joined(searched));
    if (found) failures.push(`${file}: "${found[0]}". Write instead: ${instead}.`);
  }
}
for (const kind of ['Markdown', 'docstrings'] as const) {
  const texts = prose.filter((one) => one.kind === kind);
  const words = texts.reduce((sum, { text }) => sum + count(text, /[\p{L}\d]+(?:['’-][\p{L}\d]+)*/gu), 0);
  const semicolons = texts.reduce((sum, { text }) => sum + count(text, /;/g), 0);
  const rate = (1000 * semicolons) / words;
  console.log(`${kind}: ${words} words, ${rate.toFixed(1)} semicolons per 1,000 words`);
  if (rate <= MAX_SEMICOLONS_PER_1000_WORDS) continue;
  const most = texts.map(({ file, text }) => ({ file, semicolons: count(text, /;/g) }));
  for (const one of most.toSorted((a, b) => b.semicolons - a.semicolons).slice(0, 10)) {
    failures.push(`${one.file}: ${one.semicolons} semicolons`);
  }
}

for (const failure of failures) console.error(failure);
console.log(`prose: ${prose.length} files, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
