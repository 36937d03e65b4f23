/**
 * `npm run bench`: everything; `npm run bench -- stream short`: some of it. `--rounds 7`, `--only lmux` (clients beside the floor), `--smoke` (that it
 * runs and that nothing is lost, no times), `--write` (README, docs, the picture).
 */
import { parseArgs } from 'node:util';
import { MEASURES } from './measures/measures.ts';
import { runMeasure, type Row } from './run-measure.ts';
import { renderTable } from './report/table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', multiple: true },
    smoke: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const rounds = values.smoke ? 1 : Number(values.rounds);
const wanted = MEASURES.filter(
  ({ name, group }) => positionals.length === 0 || positionals.includes(name) || positionals.includes(group),
);
const rows: Row[] = [];
for (const measure of wanted) {
  const measured = await runMeasure(measure, { rounds, smoke: values.smoke, only: values.only });
  rows.push(...measured);
  if (values.smoke) console.log(`${measure.name}: ${measure.clients.join(', ')}: all counts and checksums hold`);
  else console.log(`${renderTable(measured)}\n`);
}
