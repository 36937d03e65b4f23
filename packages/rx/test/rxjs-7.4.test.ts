import { globSync } from 'node:fs';
import { join } from 'node:path';
import { Observable } from 'rxjs';
import { describe, expect, test, vi } from 'vitest';
import * as oldest from 'rxjs-7.4';
import { version } from 'rxjs-7.4/package.json';
import { fromStream } from '../src/from-stream.js';

// Replaces the newest rxjs with the oldest supported version, for the source and for the tests.
vi.mock(import('rxjs'), () => import('rxjs-7.4'));
vi.mock(import('rxjs/testing'), () => import('rxjs-7.4/testing'));

test('uses rxjs 7.4.0', () => {
  expect(version).toBe('7.4.0');
  expect(Observable).toBe(oldest.Observable);
  expect(fromStream(async function* () {})).toBeInstanceOf(oldest.Observable);
});

const ROOT = join(import.meta.dirname, '..');
const OTHERS = globSync('{src,test}/**/*.test.ts', { cwd: ROOT }).filter((path) => !/rxjs-7\.4|docs/.test(path));

for (const path of OTHERS) {
  const file = join(ROOT, path);
  describe(`on 7.4: ${path}`, async () => {
    await import(file);
  });
}
