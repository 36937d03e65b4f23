/**
 * Measures the tool calls of a real server, which the environment selects (`LM_PROVIDER`, `LM_BASE_URL`, `LM_MODEL`), native and emulated:
 *
 * - `npm run tools -- bfcl --data FOLDER` sends cases of the Berkeley Function Calling Leaderboard, and prints how many calls are valid and right.
 *   `--categories multiple,parallel` selects categories, `--cases 60` the first cases of each, and `--shortest 20` the shortest of these.
 *   `--choice auto,required` sets `toolChoice` of the emulated calls (default `required`). Native calls are never forced, because few servers
 *   obey. Strings and lists get a maximum length in both modes. `--out FILE` writes all results as JSON. The process fails if an emulated call is not valid.
 * - `npm run tools -- choice` demands calls, `--runs 100` in all, that the prompts do not call for. The process fails if a response with an
 *   emulated call does not have the demanded one.
 *
 * `--mode native`, `emulated` or `both` (default) selects how the tools are sent. `--max-tokens` (default 1000) limits each response. One that
 * reaches the limit is not valid, but does not fail the process. `--extra '{"options":{"num_thread":1}}'` adds fields to the requests.
 *
 * test/live/tools-emulated.live.test.ts sends a sample.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { configFromEnv, createClient, type JsonObject } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { CATEGORIES, type Category, type ToolMode } from './measure-tools/bfcl-cases.ts';
import { measureChoice } from './measure-tools/measure-choice.ts';
import type { ToolSetting } from './measure-tools/measure-bfcl.ts';
import { reportBfcl } from './measure-tools/report-bfcl.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: 'bfcl' },
    categories: { type: 'string', default: CATEGORIES.join(',') },
    cases: { type: 'string', default: '60' },
    shortest: { type: 'string', default: '1000' },
    mode: { type: 'string', default: 'both' },
    choice: { type: 'string', default: 'required' },
    runs: { type: 'string', default: '100' },
    out: { type: 'string' },
    'max-tokens': { type: 'string', default: '1000' },
    extra: { type: 'string' },
  },
});

/** Reads a list of allowed words. */
function listOf<const T extends string>(name: string, text: string, allowed: readonly T[]): T[] {
  return text.split(',').map((word) => {
    const found = allowed.find((other) => other === word);
    if (found === undefined) throw new Error(`"--${name}" must be of ${allowed.join(', ')}; received "${word}".`);
    return found;
  });
}

/** Other fields of the requests to a server. */
const extra = values.extra === undefined ? undefined : (JSON.parse(values.extra) as JsonObject);
const maxOutputTokens = Number(values['max-tokens']);
const [mode = 'both'] = listOf('mode', values.mode, ['native', 'emulated', 'both'] as const);
const modes: readonly ToolMode[] = mode === 'both' ? ['native', 'emulated'] : [mode];
const onProgress = (line: string): void => console.error(line);
await using client = createClient({ plugins: [llamacpp, ollama, lmstudio, openai], config: configFromEnv() });

switch (positionals[0]) {
  case 'bfcl': {
    const choices = listOf('choice', values.choice, ['auto', 'required']).toSorted().toReversed();
    const settings = modes.flatMap((sent): ToolSetting[] =>
      sent === 'native' ? [{ mode: sent, choice: 'auto' }] : choices.map((choice) => ({ mode: sent, choice })),
    );
    const categories: readonly Category[] = listOf('categories', values.categories, CATEGORIES);
    const folder = resolve(import.meta.dirname, '..', values.data);
    const numbers = { cases: Number(values.cases), shortest: Number(values.shortest) };
    const options = { client, extra, maxOutputTokens, folder, categories, settings, onProgress, ...numbers };
    const { table, results, faults } = await reportBfcl(options);
    console.log(table);
    if (values.out !== undefined) {
      const { LM_PROVIDER: provider, LM_MODEL: model } = process.env;
      const about = { provider, model, maxOutputTokens, extra, ...numbers };
      writeFileSync(values.out, `${JSON.stringify({ ...about, results }, undefined, 2)}\n`);
    }
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
    break;
  }
  case 'choice': {
    for (const sent of modes) {
      const options = { client, mode: sent, runs: Number(values.runs), maxOutputTokens, extra, onProgress };
      for (const { failures, ...result } of await measureChoice(options)) {
        console.log(JSON.stringify(result));
        for (const failure of failures) console.error(failure);
        if (sent === 'emulated' && result.demanded + result.cut < result.requests) process.exitCode = 1;
      }
    }
    break;
  }
  default:
    throw new Error('Pass what to measure: bfcl or choice.');
}
