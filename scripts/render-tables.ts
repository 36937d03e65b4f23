/** Renders the tables of the README and docs from the declarations of the packages. The test uses the source, the script the build. */
import { readFileSync } from 'node:fs';
import {
  type CapabilityMatrix,
  ERROR_CODES,
  type ErrorCode,
  LmError,
  type RouteLimits,
  type SchemaKeywords,
  type Support,
  type SupportCell,
} from '@lmux/core';
import { toErrorResponse } from '@lmux/core/web';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

/** The matrices of all providers, in the order of the columns of the tables. */
const MATRICES: readonly CapabilityMatrix[] = [
  lmstudio.capabilities,
  llamacpp.capabilities,
  ollama.capabilities,
  openai.capabilities,
];

const SUPPORT_LABELS: { readonly [Level in Support]: string } = { yes: 'yes', no: '–', unknown: 'depends' };

interface Column {
  readonly provider: string;
  readonly route: string;
  readonly cells: { readonly [key: string]: SupportCell };
  readonly limits: RouteLimits;
}

const columns: readonly Column[] = MATRICES.flatMap(({ provider, routes }) =>
  Object.entries(routes).map(([route, { limits = {}, ...cells }]) => ({ provider, route, cells, limits })),
);

function labelOf(cell: SupportCell = 'no'): string {
  const { support, dependsOnModel } = typeof cell === 'string' ? { support: cell, dependsOnModel: false } : cell;
  return support !== 'no' && dependsOnModel ? 'depends on the model' : SUPPORT_LABELS[support];
}

/** Renders rows as a Markdown table. The columns have the widths that the formatter gives them. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

function supportTable(title: string, keys: readonly string[]): string {
  const head = [title, ...columns.map(({ provider, route }) => `${provider} (\`${route}\`)`)];
  const rows = keys.map((key) => [`\`${key}\``, ...columns.map(({ cells }) => labelOf(cells[key]))]);
  return table([head, ...rows]);
}

const matrixKeys = Object.keys(columns[0]?.cells ?? {});
/** Returns true for a capability: its name has a dot or is one of these. The other keys are features. */
const isCapability = (key: string): boolean => key.includes('.') || ['chat', 'completion', 'embedding'].includes(key);

type LimitName = Exclude<keyof RouteLimits, 'schemaKeywords'>;

/** Renders a limit: a number, or a range as `0 to 1`. */
function shownLimit(limit: RouteLimits[LimitName]): string {
  if (limit === undefined) return '–';
  return typeof limit === 'number' ? limit.toLocaleString('en-US') : limit.join(' to ');
}

function limitTable(): string {
  const used = new Set(columns.flatMap((column) => Object.keys(column.limits)));
  const names = [...used].filter((name) => name !== 'schemaKeywords') as LimitName[];
  const head = ['limit', ...columns.map(({ provider, route }) => `${provider} (\`${route}\`)`)];
  return table([
    head,
    ...names.map((name) => [`\`${name}\``, ...columns.map((column) => shownLimit(column.limits[name]))]),
  ]);
}

/** Lists the held keywords of a kind of schema. A kind may be held without any keyword. */
function shownKeywords(keywords: readonly string[] | boolean | undefined): string {
  if (keywords === undefined) return '–';
  if (typeof keywords === 'boolean') return keywords ? 'yes' : '–';
  return keywords.length === 0 ? 'yes' : keywords.map((keyword) => `\`${keyword}\``).join(', ');
}

const KEYWORD_ROWS: { readonly [key: string]: string } = {
  formats: 'values of `format`',
  simplePatterns: 'only simple values of `pattern`',
};

/** Renders the keywords of JSON Schema that the routes hold. Routes that hold the same share a column. */
function keywordTable(): string {
  const routesByKeywords = new Map<SchemaKeywords, string[]>();
  for (const { provider, route, limits } of columns) {
    const { schemaKeywords } = limits;
    if (schemaKeywords === undefined) continue;
    routesByKeywords.set(schemaKeywords, [
      ...(routesByKeywords.get(schemaKeywords) ?? []),
      `${provider} (\`${route}\`)`,
    ]);
  }
  const tables = [...routesByKeywords.keys()];
  const kinds = [...new Set(tables.flatMap((keywords) => Object.keys(keywords) as (keyof SchemaKeywords)[]))];
  return table([
    ['kind of schema', ...[...routesByKeywords.values()].map((routes) => routes.join(', '))],
    ...kinds.map((kind) => [
      KEYWORD_ROWS[kind] ?? `\`${kind}\``,
      ...tables.map((keywords) => shownKeywords(keywords[kind])),
    ]),
  ]);
}

/** Lists the notes of each route. Keys with the same note share a line. */
function notes(): string {
  return columns
    .map(({ provider, route, cells }) => {
      const keysByNote = new Map<string, string[]>();
      for (const [key, cell] of Object.entries(cells)) {
        if (typeof cell === 'string') continue;
        keysByNote.set(cell.note, [...(keysByNote.get(cell.note) ?? []), `\`${key}\``]);
      }
      const lines = [...keysByNote].map(([note, keys]) => `- ${keys.join(', ')}: ${note}`);
      return [`### ${provider}, route \`${route}\``, '', ...lines].join('\n');
    })
    .join('\n\n');
}

/** Reads the table of retries from the comment above the code that it describes. */
function retries(): string {
  const source = readFileSync(new URL('../packages/core/src/errors/retryable.ts', import.meta.url), 'utf8');
  const rows = [...source.matchAll(/^ \* \| (.*) \|$/gm)].map(([, cells = '']) => cells.split(' | '));
  return table(rows);
}

/** Groups the error codes by the status that `toErrorResponse` gives them. */
function errorStatuses(): string {
  const codesByStatus = new Map<number, string[]>();
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    const { status } = toErrorResponse(new LmError(code, code));
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), `\`${code}\``]);
  }
  const rows = [...codesByStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, codes]) => [String(status), codes.join(', ')]);
  return table([['status', 'codes'], ...rows]);
}

/** Functions that render the generated sections, by the names in their markers. */
export const sections: { readonly [name: string]: () => string } = {
  capabilities: () => supportTable('capability', matrixKeys.filter(isCapability)),
  features: () =>
    supportTable(
      'feature',
      matrixKeys.filter((key) => !isCapability(key)),
    ),
  'capability-limits': limitTable,
  'schema-keywords': keywordTable,
  'capability-notes': notes,
  retries,
  'error-statuses': errorStatuses,
  errors: () => table([['code', 'when'], ...Object.entries(ERROR_CODES).map(([code, when]) => [`\`${code}\``, when])]),
};

/** Renders the generated sections of a document again. A section is the text between `<!-- generated: NAME -->` and `<!-- end: NAME -->`. */
export function withSections(document: string): string {
  return document.replaceAll(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end: \2 -->)/g,
    (_, begin: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined)
        throw new Error(
          `The document has a marker for the section "${name}", which does not exist. Add it to "sections".`,
        );
      return `${begin}\n${section()}\n\n${end}`;
    },
  );
}
