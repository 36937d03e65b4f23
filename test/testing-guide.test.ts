import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@lmux/core';
import * as objects from '@lmux/core/objects';
import * as testing from '@lmux/core/testing';
import * as emulator from '@lmux/emulator';
import * as lmstudio from '@lmux/provider-lmstudio';
import * as openai from '@lmux/provider-openai';
import * as vitest from 'vitest';
import * as zod from 'zod';
import { blocksOf } from './compile-pages.ts';
import { functionsOf, runBlock } from './run-block.ts';

const { describe, expect, test } = vitest;
const MODULES = {
  vitest,
  zod,
  '@lmux/core': core,
  '@lmux/core/objects': objects,
  '@lmux/core/testing': testing,
  '@lmux/emulator': emulator,
  '@lmux/provider-lmstudio': lmstudio,
  '@lmux/provider-openai': openai,
};

/** Pages whose blocks contain tests or can run by themselves, with the number of tests that they define. */
const PAGES = [
  ['docs/guide/testing.md', 16],
  ['packages/emulator/README.md', 0],
] as const;

describe.each(PAGES)('the code of %s', (page, tests) => {
  const blocks = blocksOf(page, readFileSync(join(import.meta.dirname, '..', page), 'utf8'));
  /** The functions of the blocks so far. A later block may use them. */
  const known = new Map<string, string>();
  let defined = 0;

  for (const block of blocks) {
    const own = functionsOf(block.code);
    const before = [...known].flatMap(([name, text]) =>
      own.has(name) || !block.code.includes(`${name}(`) ? [] : [text],
    );
    for (const [name, text] of own) known.set(name, text);
    const count = block.code.match(/^test\(/gm)?.length ?? 0;
    defined += count;
    const run = async (): Promise<void> => void (await runBlock(block, before.join('\n'), MODULES));
    // The tests of the block become tests of this file.
    if (count > 0) describe(block.name, run);
    else test(block.name, run);
  }

  test('has been found', () => {
    expect(blocks.length).toBeGreaterThan(1);
    expect(defined).toBe(tests);
  });
});
