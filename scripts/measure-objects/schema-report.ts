import type { JsonObject, LmClient } from '@lmux/core';
import { BUGS, measureSchema, type SchemaOutcome, type SchemaResult } from './measure-schemas.ts';
import { createValidator, readSuite, type SuiteGroup } from './schema-suite.ts';

/** Which schemas to request. */
export interface ReportOptions {
  /** The folder of the suite. */
  readonly folder: string;
  /** The names of files. Default: all. */
  readonly files: readonly string[];
  /** The maximum number of schemas. */
  readonly limit: number;
  /** Other fields of the requests. */
  readonly extra: JsonObject | undefined;
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const isNamed = ({ outcome }: SchemaResult): boolean => outcome === 'named';

function requestsOf(results: readonly SchemaResult[]): string[] {
  return results.flatMap(({ requests }) => requests);
}

const QUIET: ReadonlySet<SchemaOutcome> = new Set(['held', 'named', 'length']);

/** Prints what is neither held nor named, in one line. */
function print({ file, description, schema }: SuiteGroup, { outcome, detail, requests }: SchemaResult): void {
  if (QUIET.has(outcome)) return;
  console.log(JSON.stringify({ outcome, file, description, schema, requests: requests.join(' '), detail }));
}

/** Requests the schemas of the suite, and prints what became of them. Returns the number of bugs. */
export async function reportSchemas(client: LmClient, { folder, files, limit, extra }: ReportOptions): Promise<number> {
  const groups = readSuite(folder, files).slice(0, limit);
  const results: SchemaResult[] = [];
  for (const group of groups) {
    if (results.length % 20 === 0) console.error(`${results.length} of ${groups.length}`);
    const result = await measureSchema(client, group, extra);
    results.push(result);
    print(group, result);
    if (result.detail.includes('connection_failed')) {
      console.error('The server does not respond any more. The other schemas were not sent.');
      break;
    }
  }
  console.table({
    schemas: count(results.map(({ outcome }) => outcome)),
    'requests of named schemas': count(requestsOf(results.filter(isNamed))),
    'other requests': count(requestsOf(results.filter((result) => !isNamed(result)))),
  });
  const wrong = groups.filter((group) => createValidator(group).isWrong);
  if (wrong.length > 0) {
    const names = wrong.map(({ file, description }) => `${file} ${description}`);
    console.log(`Ajv disagrees with the suite on instances of: ${names.join(', ')}.`);
  }
  return results.filter(({ outcome }) => BUGS.has(outcome)).length;
}
