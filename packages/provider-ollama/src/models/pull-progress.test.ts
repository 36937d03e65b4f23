import { expect, test } from 'vitest';
import { PullProgress } from './pull-progress.js';
import type { OllamaPullProgress } from './wire.js';

function states(lines: OllamaPullProgress[]): unknown[] {
  const progress = new PullProgress();
  return lines.map((line) => {
    const state = progress.next(line);
    return state && [state.status, state.downloadedBytes, state.totalBytes, state.fraction];
  });
}

const layer = (digest: string, total: number, completed?: number): OllamaPullProgress => ({
  status: `pulling ${digest}`,
  digest,
  total,
  ...(completed === undefined ? {} : { completed }),
});

test('sums up layers that are downloaded one after another', () => {
  expect(
    states([
      { status: 'pulling manifest' },
      layer('a', 100),
      layer('a', 100, 60),
      layer('a', 100, 100),
      layer('b', 300, 100),
      layer('b', 300, 300),
      { status: 'verifying sha256 digest' },
      { status: 'success' },
    ]),
  ).toEqual([
    undefined,
    ['downloading', 0, 100, 0],
    ['downloading', 60, 100, 0.6],
    ['downloading', 100, 100, 1],
    ['downloading', 200, 400, 0.5],
    ['downloading', 400, 400, 1],
    ['downloading', 400, 400, 1],
    ['completed', 400, 400, 1],
  ]);
});

test('reports already_downloaded if all layers are installed', () => {
  expect(states([layer('a', 100, 100), layer('b', 1, 1), { status: 'success' }]).at(-1)).toEqual([
    'already_downloaded',
    101,
    101,
    1,
  ]);
});

test('accepts a pull without layers, and layers without sizes', () => {
  expect(states([{ status: 'success' }])).toEqual([['completed', undefined, undefined, 1]]);
  expect(states([layer('a', 0), { status: 'x', digest: 'b' }])).toEqual([
    ['downloading', 0, 0, undefined],
    ['downloading', 0, 0, undefined],
  ]);
});
