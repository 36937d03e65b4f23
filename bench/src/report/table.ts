import type { ClientName } from '../clients/make-client.ts';
import type { FootprintRow } from '../measures/footprint.ts';
import type { Outcome, Row } from '../run-measure.ts';

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Labels of the other ways to stream with lmux. */
const FORMS: Partial<Record<ClientName, string>> = {
  'lmux rx': 'through `rx(client).tokens()`',
  'lmux wire': 'wire chunks through `OpenAIApi.chatCompletionsStream`',
  'lmux native': "LM Studio's native API",
};
const COLUMNS: ClientName[] = ['floor', 'lmux', 'ollama', 'openai', 'AI SDK'];

/** Returns the label of a client in tables and charts. */
export function labelOf(name: ClientName): string {
  return name === 'floor' ? 'baseline' : name;
}

function cell(row: Row, outcome: Outcome | undefined, isFloor = false): string {
  if (outcome === undefined) return '';
  if (isFloor || row.shownAs === 'value') return `${number(outcome.median)} ${row.unit}`;
  return `${outcome.ratio.toFixed(2)}x`;
}

function target(row: Row, outcome: Outcome | undefined): string {
  if (outcome?.target === undefined) return '';
  return row.shownAs === 'value' ? `${outcome.target} ${row.unit}` : `${outcome.target}x`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Returns the line of a measure, and one for each other way to stream with lmux. */
function linesOf(row: Row): string[][] {
  const { clients } = row;
  const main = [
    row.title,
    ...COLUMNS.map((name) => cell(row, clients[name], name === 'floor')),
    target(row, clients.lmux),
  ];
  const forms = Object.entries(FORMS).flatMap(([name, title]) => {
    const outcome = clients[name as ClientName];
    return outcome === undefined ? [] : [[`– ${title}`, '', cell(row, outcome), '', '', '', target(row, outcome)]];
  });
  return [main, ...forms];
}

/** Renders the rows as a Markdown table, with the baseline in its unit and the others as multiples of it. */
export function renderTable(rows: readonly Row[]): string {
  return table(['workload', ...COLUMNS.map(labelOf), 'target'], rows.flatMap(linesOf));
}

export function renderFootprint(rows: readonly FootprintRow[]): string {
  const columns = ['lmux', 'ollama', 'openai', 'AI SDK'];
  return table(
    ['measure', ...columns, 'target'],
    rows.map(({ title, unit, values, target: most }) => [
      title,
      ...columns.map((name) => valueCell(values[name], unit)),
      `${most} ${unit}`,
    ]),
  );
}

/** The measures of the summary, by id, with titles for readers of the README. */
const SUMMARY: readonly (readonly [id: string, title: string])[] = [
  ['stream-1.cpu', 'CPU per event of a stream'],
  ['chat.cpu', 'CPU per chat, 64 at once'],
];

function valueCell(value: number | undefined, unit: string): string {
  return value === undefined ? '' : `${number(value)} ${unit}`;
}

/** Renders a few results for the README, in their units: medians of CPU time, and the size of a bundle. */
export function renderSummary(rows: readonly Row[], footprint: readonly FootprintRow[]): string {
  const columns = ['lmux', 'ollama', 'openai', 'AI SDK'] as const;
  const cpu = SUMMARY.flatMap(([id, title]) =>
    rows
      .filter((row) => row.id === id)
      .map(({ clients, unit }) => [title, ...columns.map((name) => valueCell(clients[name]?.median, unit))]),
  );
  const bundle = footprint
    .filter(({ id }) => id === 'bundle')
    .map(({ values, unit }) => [
      'bundle for browsers, minified, gzip',
      ...columns.map((name) => valueCell(values[name], unit)),
    ]);
  return table(['measure', ...columns], [...cpu, ...bundle]);
}
