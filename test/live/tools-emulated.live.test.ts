import { closeAfterTest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { CATEGORIES, readCases } from '../../scripts/measure-tools/bfcl-cases.ts';
import { measureCase } from '../../scripts/measure-tools/measure-bfcl.ts';
import { measureChoice } from '../../scripts/measure-tools/measure-choice.ts';
import type { ToolOutcome } from '../../scripts/measure-tools/tool-outcome.ts';
import { liveClient, modelOf } from './support.ts';

// A small sample. `npm run tools -- bfcl` and `-- choice` take large ones.

/** The folder with the cases of the Berkeley Function Calling Leaderboard, which this repository does not contain. */
const DATA = process.env['LM_BFCL_DATA'] ?? '';

/** Outcomes that a small model may have, because it decides on its own whether to call and how long an argument becomes. */
const ALLOWED: Readonly<Record<'auto' | 'required', readonly ToolOutcome[]>> = {
  auto: ['valid', 'no call', 'cut'],
  required: ['valid', 'cut'],
};

test('an emulated call that is required, or required by name, is made and valid', async (context) => {
  modelOf('LM_MODEL', context);
  const client = closeAfterTest(liveClient());
  const results = await measureChoice({ client, mode: 'emulated', runs: 6, maxOutputTokens: 300 });
  expect(results.flatMap(({ failures }) => failures)).toEqual([]);
  expect(results.map(({ choice, demanded }) => [choice, demanded])).toEqual([
    ['required', 3],
    ['by name', 3],
  ]);
});

test.for(CATEGORIES.flatMap((category) => [0, 1, 2].map((index) => ({ category, index }))))(
  'the emulated calls of case $index of $category are valid',
  async ({ category, index }, context) => {
    modelOf('LM_MODEL', context);
    if (DATA === '') context.skip('LM_BFCL_DATA is not set');
    const item = readCases(category, { folder: DATA, cases: 60, shortest: 3 })[index];
    if (item === undefined) throw new Error(`There is no case ${index}.`);
    const client = closeAfterTest(liveClient());
    const setting = { mode: 'emulated', choice: 'required' } as const;
    const { outcome, reason, choice } = await measureCase(item, category, setting, { client, maxOutputTokens: 300 });
    expect(ALLOWED[choice], reason).toContain(outcome);
  },
);
