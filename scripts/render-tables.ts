/** Renders the tables of README and docs from what the packages declare: the test from source, the script from the build. */
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

const SUPPORT_LABELS: { readonly [Level in Support]: string } = { yes: 'yes', no: '–', unknown: 'tried' };

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

/** Renders rows as a Markdown table, with columns as wide as the formatter makes them. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

function supportTable(keys: readonly string[]): string {
  const head = ['', ...columns.map(({ provider, route }) => `${provider}, route \`${route}\``)];
  const rows = keys.map((key) => [`\`${key}\``, ...columns.map(({ cells }) => SUPPORT_LABELS[supportIn(cells[key])])]);
  return table([head, ...rows]);
}

const matrixKeys = Object.keys(columns[0]?.cells ?? {});
/** Capabilities have a dot in their name or are one of these. The other keys are features. */
const isCapability = (key: string): boolean => key.includes('.') || ['chat', 'completion', 'embedding'].includes(key);

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
  capabilities: () => supportTable(matrixKeys.filter(isCapability)),
  features: () => supportTable(matrixKeys.filter((key) => !isCapability(key))),
  'capability-notes': notes,
  retries,
  errors: () => table([['code', 'when'], ...Object.entries(ERROR_CODES).map(([code, when]) => [`\`${code}\``, when])]),
};

/** Returns a document with its generated parts rendered again: the text between `<!-- generated: NAME -->` and `<!-- end: NAME -->`. */
export function withSections(document: string): string {
  return document.replaceAll(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end: \2 -->)/g,
    (_, begin: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`No generated part has the name "${name}".`);
      return `${begin}\n${section()}\n\n${end}`;
    },
  );
}
