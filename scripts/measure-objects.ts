/**
 * Checks and measures what reads the objects of models:
 *
 * - `npm run objects -- parser` checks the parser of partial JSON for every beginning and split of 5,000 documents, and as many broken ones.
 * - `npm run objects -- timings` prints the time of the parser for each character, and for documents of 40 kB in pieces of four characters.
 * - `npm run objects -- live` requests objects of ten schemas from a real server, `--runs` times each (default 30).
 * - `npm run objects -- schemas` requests the schemas of the JSON Schema Test Suite in the folder `--data`.
 *
 * The environment selects the server (`LM_PROVIDER`, `LM_BASE_URL`, `LM_MODEL`). The process fails if an object is not valid, or if a server did
 * not hold a keyword that counted as held. test/live/objects.live.test.ts requests a sample.
 *
 * `--documents` sets the number of documents, `--seed` selects others, and `--chars` sets the length of those that are timed. test/objects.test.ts
 * checks a sample.
 */
import { parseArgs } from 'node:util';
import { configFromEnv, createClient, type LmClient } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { sample } from 'fast-check';
import { checkDocument } from './measure-objects/check-document.ts';
import { brokenDocuments, documents } from './measure-objects/documents.ts';
import { LIVE_SCHEMAS, measureLive, type LiveSchema } from './measure-objects/live-objects.ts';
import { measureTimings } from './measure-objects/parser-timings.ts';
import { measureGroup, readSuite } from './measure-objects/schema-suite.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    chars: { type: 'string', default: '40000' },
    runs: { type: 'string', default: '30' },
    data: { type: 'string', default: 'JSON-Schema-Test-Suite/tests/draft2020-12' },
  },
});

function openClient(): LmClient {
  return createClient({ plugins: [llamacpp, ollama, openai], config: configFromEnv() });
}

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
  case 'live': {
    await using client = openClient();
    for (const name of Object.keys(LIVE_SCHEMAS) as LiveSchema[]) {
      const result = await measureLive(client, name, Number(values.runs));
      console.log(JSON.stringify(result));
      if (result.valid < result.requests || result.broken > 0) process.exitCode = 1;
    }
    break;
  }
  case 'schemas': {
    await using client = openClient();
    const counts: Record<string, number> = {};
    for (const group of readSuite(values.data)) {
      const { outcome, detail } = await measureGroup(client, group);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome !== 'silent' && outcome !== 'failed') continue;
      console.error(JSON.stringify({ outcome, file: group.file, schema: group.schema, detail }));
      process.exitCode = 1;
    }
    console.log(JSON.stringify(counts));
    break;
  }
  default:
    throw new Error('Pass what to do: parser, timings, live or schemas.');
}
