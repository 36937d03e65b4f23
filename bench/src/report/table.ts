import type { Outcome, Row } from '../run-measure.ts';

const number = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

function cell(row: Row, outcome: Outcome | undefined, isFloor: boolean): string {
  if (outcome === undefined) return '';
  if (isFloor || row.shownAs === 'value') return `${number(outcome.median)} ${row.unit}`;
  return `${outcome.ratio.toFixed(2)}x`;
}

/** The rows as a Markdown table: the floor in its unit, the others as multiples of it. */
export function renderTable(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.clients)))] as (keyof Row['clients'])[];
  const lines = [
    ['', ...names],
    ['---', ...names.map(() => '---')],
    ...rows.map((row) => [row.title, ...names.map((name) => cell(row, row.clients[name], name === 'floor'))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
