/**
 * Checks and measures what reads the objects of models:
 *
 * - `npm run objects -- parser` checks the parser of partial JSON for every beginning and split of 5,000 documents, and as many broken ones.
 * - `npm run objects -- timings` prints the time of the parser for each character, and for documents of 40 kB in pieces of four characters.
 *
 * `--documents` sets the number of documents, `--seed` selects others, and `--chars` sets the length of those that are timed. test/objects.test.ts
 * checks a sample.
 */
import { parseArgs } from 'node:util';
import { sample } from 'fast-check';
import { checkDocument } from './measure-objects/check-document.ts';
import { brokenDocuments, documents } from './measure-objects/documents.ts';
import { measureTimings } from './measure-objects/parser-timings.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    chars: { type: 'string', default: '40000' },
  },
});

switch (positionals[0]) {
  case 'parser': {
    const count = Number(values.documents);
    for (const [kind, texts] of Object.entries({ valid: documents, broken: brokenDocuments })) {
      // Some of the shortest ones are the same.
      const all = new Set(sample(texts, { numRuns: count * 2, seed: Number(values.seed) }));
      const some = [...all].slice(0, count);
      for (const text of some) checkDocument(text);
      console.log(JSON.stringify({ kind, documents: some.length, chars: some.join('').length }));
    }
    break;
  }
  case 'timings': {
    console.table(
      measureTimings(Number(values.chars)).map((result) =>
        Object.fromEntries(
          Object.entries(result).map(([name, value]: [string, unknown]) => [
            name,
            typeof value === 'number' ? Number(value.toFixed(1)) : value,
          ]),
        ),
      ),
    );
    break;
  }
  default:
    throw new Error('Pass what to do: parser or timings.');
}
