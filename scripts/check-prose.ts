/**
 * Checks the prose of Markdown files and docstrings: at most 3 semicolons in 1,000 words, and none of the phrases that
 * another term replaces in this project. cspell checks the spelling.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';

const ROOT = resolve(import.meta.dirname, '..');
const MAX_SEMICOLONS_PER_1000_WORDS = 3;

/** Phrases, and what to write instead. */
const REPLACED: ReadonlyArray<readonly [phrase: RegExp, instead: string]> = [
  [/\bmend(s|ed|ing)?\b/i, 'normalize'],
  [/\blease[sd]?\b/i, 'reference count'],
  [/\bshel(f|ves)\b/i, 'store'],
  [/\b(take|takes|took|taken|taking) up again\b/i, 'resume'],
  [/\bbr(eaks|oke|oken|eaking) off\b/i, 'end early, close mid-stream'],
  [/\bwhat had arrived\b/i, 'partial response'],
  [/\bis no (plugin|object|factory|array|function|string|number)\b/i, 'is not a'],
  [/\ballowed (is|are)\b/i, 'must be'],
  [/\basked again\b/i, 'retried'],
  [/\bunforeseen\b/i, 'unexpected error'],
  [/\bby model\b/i, 'depends on the model'],
  [/\buncounted\b/i, 'not counted against maxConcurrent'],
  [/\bthe (seed|design) (lists|says|asks)\b/i, 'a source that the reader has'],
  [/\bspec\/[\w-]+\.md\b/i, 'a source that the reader has'],
];

interface Prose {
  readonly file: string;
  readonly kind: 'Markdown' | 'docstrings';
  readonly text: string;
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

function read(file: string): Prose[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.md')) return [{ file, kind: 'Markdown', text: markdownProse(source) }];
  return [{ file, kind: 'docstrings', text: docstrings(source) }];
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const files = execFileSync('git', ['ls-files', '*.md', '*.ts'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const prose = files.filter((file) => file !== 'scripts/check-prose.ts').flatMap(read);
const failures: string[] = [];

for (const { file, text } of prose) {
  for (const [phrase, instead] of REPLACED) {
    const found = phrase.exec(text);
    if (found) failures.push(`${file}: "${found[0]}". Write instead: ${instead}.`);
  }
}
for (const kind of ['Markdown', 'docstrings'] as const) {
  const texts = prose.filter((one) => one.kind === kind);
  const words = texts.reduce((sum, { text }) => sum + count(text, /[\p{L}\d]+(?:['’-][\p{L}\d]+)*/gu), 0);
  const semicolons = texts.reduce((sum, { text }) => sum + count(text, /;/g), 0);
  const rate = (1000 * semicolons) / words;
  console.log(`${kind}: ${words} words, ${rate.toFixed(1)} semicolons in 1,000`);
  if (rate <= MAX_SEMICOLONS_PER_1000_WORDS) continue;
  const most = texts.map(({ file, text }) => ({ file, semicolons: count(text, /;/g) }));
  for (const one of most.toSorted((a, b) => b.semicolons - a.semicolons).slice(0, 10)) {
    failures.push(`${one.file}: ${one.semicolons} semicolons`);
  }
}

for (const failure of failures) console.error(failure);
console.log(`prose: ${prose.length} files, ${failures.length} failures`);
if (failures.length > 0) process.exitCode = 1;
