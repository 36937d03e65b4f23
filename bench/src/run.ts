/**
 * `npm run bench` runs all measures, `npm run bench -- stream short` some of them. Options:
 *
 * - `--rounds 7`: number of rounds.
 * - `--only lmux`: the clients to measure in addition to the baseline.
 * - `--smoke`: checks that all clients work and receive everything, without measuring.
 * - `--write`: saves the results and writes them into docs/guide/performance.md.
 * - `--render`: writes the saved results into docs/guide/performance.md again.
 */
import { parseArgs } from 'node:util';
import { measureFootprint, type FootprintRow } from './measures/footprint.ts';
import { MEASURES } from './measures/measures.ts';
import { measureMicro } from './micro.ts';
import { describeMachine } from './report/machine.ts';
import { readResults, writeReport } from './report/write-report.ts';
import { renderFootprint, renderTable } from './report/table.ts';
import { runMeasure, type Row } from './run-measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', multiple: true },
    smoke: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    render: { type: 'boolean', default: false },
  },
});

function isWanted(...names: string[]): boolean {
  return positionals.length === 0 || names.some((name) => positionals.includes(name));
}

async function measureAll(rounds: number): Promise<{ rows: Row[]; footprint: FootprintRow[] }> {
  const rows: Row[] = [];
  for (const one of MEASURES.filter(({ name, group }) => isWanted(name, group))) {
    const measured = await runMeasure(one, { rounds, smoke: values.smoke, only: values.only });
    rows.push(...measured);
    if (values.smoke) console.log(`${one.name}: ${one.clients.join(', ')}: all counts and checksums are correct`);
    else console.log(`${renderTable(measured)}\n`);
  }
  const footprint = isWanted('footprint') ? await measureFootprint(rounds) : [];
  if (footprint.length > 0) console.log(`${renderFootprint(footprint)}\n`);
  if (isWanted('micro')) console.log(await measureMicro(values.smoke ? 20 : 1000));
  return { rows, footprint };
}

if (values.render) {
  writeReport(readResults());
} else {
  const rounds = values.smoke ? 1 : Number(values.rounds);
  const measured = await measureAll(rounds);
  if (values.write) writeReport({ ...describeMachine(), rounds, ...measured });
}
