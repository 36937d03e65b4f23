/**
 * `npm run bench`: everything; `npm run bench -- stream short`: some of it. `--rounds 7`, `--only lmux` (clients beside the floor), `--smoke` (that it
 * runs and that nothing is lost, no times), `--write` (keeps the results and puts them into README and docs), `--render` (puts the
 * kept ones there again).
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
    if (values.smoke) console.log(`${one.name}: ${one.clients.join(', ')}: all counts and checksums hold`);
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
