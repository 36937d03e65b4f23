/** The tables of README and docs, made from what the packages declare. The test renders them from source, the script from the build. */
import { readFileSync } from 'node:fs';
import { type CapabilityMatrix, ERROR_CODES, type Support, type SupportCell } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

/** Every provider of this repository, in the order of the tables' columns. */
const MATRICES: readonly CapabilityMatrix[] = [
  lmstudio.capabilities,
  llamacpp.capabilities,
  ollama.capabilities,
  openai.capabilities,
];

const WORDS: { readonly [Answer in Support]: string } = { yes: 'yes', no: '–', unknown: 'tried' };

interface Column {
  readonly provider: string;
  readonly route: string;
  readonly cells: { readonly [key: string]: SupportCell };
}

const columns: readonly Column[] = MATRICES.flatMap(({ provider, routes }) =>
  Object.entries(routes).map(([route, cells]) => ({ provider, route, cells })),
);

function supportIn(cell: SupportCell | undefined): Support {
  if (cell === undefined) return 'no';
  return typeof cell === 'string' ? cell : cell.support;
}

/** Rows as a Markdown table, with columns as wide as the formatter makes them. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

function supportTable(keys: readonly string[]): string {
  const head = ['', ...columns.map(({ provider, route }) => `${provider}, route \`${route}\``)];
  const rows = keys.map((key) => [`\`${key}\``, ...columns.map(({ cells }) => WORDS[supportIn(cells[key])])]);
  return table([head, ...rows]);
}

const keysOfMatrix = Object.keys(columns[0]?.cells ?? {});
/** Features follow the verbs: every verb is a model's or a call's name, with a dot or one of these. */
const isVerb = (key: string): boolean => key.includes('.') || ['chat', 'completion', 'embedding'].includes(key);

function notes(): string {
  const lines = columns.flatMap(({ provider, route, cells }) =>
    Object.entries(cells).flatMap(([key, cell]) =>
      typeof cell === 'object' ? [`- \`${key}\` on ${provider}, route \`${route}\`: ${cell.note}`] : [],
    ),
  );
  return lines.join('\n');
}

/** The table of retries stands in a comment beside the code that it describes. */
function retries(): string {
  const source = readFileSync(new URL('../packages/core/src/errors/retryable.ts', import.meta.url), 'utf8');
  const rows = [...source.matchAll(/^ \* \| (.*) \|$/gm)].map(([, cells = '']) => cells.split(' | '));
  return table(rows);
}

/** The generated parts, by the name that their markers carry. */
export const sections: { readonly [name: string]: () => string } = {
  capabilities: () => supportTable(keysOfMatrix.filter(isVerb)),
  features: () => supportTable(keysOfMatrix.filter((key) => !isVerb(key))),
  'capability-notes': notes,
  retries,
  errors: () => table([['code', 'when'], ...Object.entries(ERROR_CODES).map(([code, when]) => [`\`${code}\``, when])]),
};

/** A document with its generated parts made anew: what stands between `<!-- generated: NAME -->` and `<!-- end: NAME -->`. */
export function withSections(document: string): string {
  return document.replaceAll(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end: \2 -->)/g,
    (_, begin: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`No generated part is called "${name}".`);
      return `${begin}\n${section()}\n\n${end}`;
    },
  );
}
