import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from './compile-pages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCES = join(ROOT, 'test/hosts/projects/angular/src');
const PAGE = 'docs/guide/angular.md';

// The host angular compiles these files with Angular, runs the tests among them and uses the components in Chromium.
test('the code of docs/guide/angular.md consists of files of the project', () => {
  const files = new Map(readdirSync(SOURCES).map((name) => [readFileSync(join(SOURCES, name), 'utf8'), name]));
  const shown = blocksOf(PAGE, readFileSync(join(ROOT, PAGE), 'utf8')).map(({ name, code }) => files.get(code) ?? name);
  expect(shown).toEqual([
    'provide-lmux.ts',
    'app.config.ts',
    'chat-service.ts',
    'chat.ts',
    'summary.ts',
    'embedding.ts',
    'image-button.ts',
    'chat.spec.ts',
  ]);
});
