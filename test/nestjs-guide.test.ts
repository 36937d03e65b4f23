import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from './compile-pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = 'docs/guide/nestjs.md';
const SOURCES = join(ROOT, 'test/hosts/projects/nestjs/src');
/** Parts of the project that the page does not show. */
const HIDDEN = new Set(['disconnect.spec.ts']);

const blocks = new Map(blocksOf(PAGE, readFileSync(join(ROOT, PAGE), 'utf8')).map(({ name, code }) => [name, code]));

// The host nestjs compiles the files and runs them.
test.each(readdirSync(SOURCES).filter((name) => !HIDDEN.has(name)))('the page shows %s of the project', (name) => {
  expect(blocks.get(name)).toBe(`// src/${name}\n${readFileSync(join(SOURCES, name), 'utf8')}`);
});
