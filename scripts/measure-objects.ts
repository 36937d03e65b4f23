/**
 * Checks and measures what reads the objects of models:
 *
 * - `npm run objects -- parser` checks the parser of partial JSON for every beginning and split of 5,000 documents, and as many broken ones.
 * - `npm run objects -- timings` prints the time of the parser for each character, and for documents of 40 kB in pieces of four characters.
 * - `npm run objects -- live` requests objects of ten schemas from a real server, `--runs` times each (default 30). The environment selects the
 *   server (`LM_PROVIDER`, `LM_BASE_URL`, `LM_MODEL`). The process fails if one is not valid. test/live/objects.live.test.ts requests a sample.
 * - `npm run objects -- schemas` requests the schemas of the JSON Schema Test Suite in the folder `--data`, and lists what the server does not
 *   hold although `explainObject` does not name it. `--files items,enum` selects files, `--limit` sets the number of schemas.
 *
 * `--extra '{"options":{"num_thread":1}}'` adds fields to the requests. Ollama is slow with more threads than free cores.
 *
 * `--documents` sets the number of documents, `--seed` selects others, and `--chars` sets the length of those that are timed. test/objects.test.ts
 * checks a sample.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { configFromEnv, createClient, type JsonObject } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { sample } from 'fast-check';
import { checkDocument } from './measure-objects/check-document.ts';
import { brokenDocuments, documents } from './measure-objects/documents.ts';
import { measureLive } from './measure-objects/live-objects.ts';
import { LIVE_SCHEMAS } from './measure-objects/live-schemas.ts';
import { measureTimings } from './measure-objects/parser-timings.ts';
import { reportSchemas } from './measure-objects/schema-report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    documents: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    chars: { type: 'string', default: '40000' },
    runs: { type: 'string', default: '30' },
    data: { type: 'string', default: 'JSON-Schema-Test-Suite/tests/draft2020-12' },
    files: { type: 'string' },
    extra: { type: 'string' },
    limit: { type: 'string', default: '1000' },
  },
});

/** Other fields of the requests to a server. */
const extra = values.extra === undefined ? undefined : (JSON.parse(values.extra) as JsonObject);

/** Creates a client of the server that the environment names. */
function openClient() {
  return createClient({ plugins: [llamacpp, ollama, lmstudio, openai], config: configFromEnv() });
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
    const results = [];
    for (const [name, schema] of Object.entries(LIVE_SCHEMAS)) {
      const { failures, ...result } = await measureLive(name, schema, { client, runs: Number(values.runs), extra });
      results.push(result);
      console.log(JSON.stringify(result));
      for (const failure of failures) console.error(failure);
      if (result.valid < result.requests) process.exitCode = 1;
    }
    console.table(results);
    break;
  }
  case 'schemas': {
    await using client = openClient();
    const folder = resolve(import.meta.dirname, '..', values.data);
    const files = values.files?.split(',') ?? [];
    if ((await reportSchemas(client, { folder, files, limit: Number(values.limit), extra })) > 0) process.exitCode = 1;
    break;
  }
  default:
    throw new Error('Pass what to do: parser, timings, live or schemas.');
}
