import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FootprintRow } from '../measures/footprint.ts';
import type { Row } from '../run-measure.ts';
import type { Machine } from './machine.ts';
import { renderPicture } from './picture.ts';
import { renderFootprint, renderSummary, renderTable } from './table.ts';

export interface Results extends Machine {
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly footprint: readonly FootprintRow[];
}

const ROOT = join(import.meta.dirname, '../../..');
const RESULTS = join(ROOT, 'bench/results/latest.json');

export function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
}

/** Replaces the text between the markers in a file. */
function fill(file: string, name: string, text: string): void {
  const path = join(ROOT, file);
  const [begin, end] = [`<!-- measured: ${name} -->`, `<!-- end of measured: ${name} -->`];
  const before = readFileSync(path, 'utf8');
  const from = before.indexOf(begin);
  const to = before.indexOf(end);
  if (from === -1 || to < from)
    throw new Error(`${file} has no markers "measured: ${name}" and "end of measured: ${name}".`);
  writeFileSync(path, `${before.slice(0, from + begin.length)}\n\n${text}\n\n${before.slice(to)}`);
}

/** Saves the results, writes the tables and the chart of docs/guide/performance.md, and the summary in the README. */
export function writeReport(results: Results): void {
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(ROOT, 'docs/guide/performance.svg'), renderPicture(results.rows));
  const versions = Object.entries(results.versions).map(([name, version]) => `${name} ${version}`);
  const when = `Measured on ${results.date} with Node ${results.node.slice(1)} on ${results.cpus}. Versions: ${versions.join(', ')}. Medians of ${results.rounds} rounds.`;
  const text = [renderTable(results.rows), renderFootprint(results.footprint), when].join('\n\n');
  fill('README.md', 'summary', renderSummary(results.rows, results.footprint));
  fill('docs/guide/performance.md', 'performance', text);
}
