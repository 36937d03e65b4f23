import { expect, test } from 'vitest';
import { seedRegistry } from '../../shared/models/model-registry.js';
import { PullCenter } from './pull-center.js';

test.each([
  ['is kept', 'while 999 others are', 999, 250],
  ['is dropped', 'for the 1000th one after it', 1000, 0],
])('an interrupted download %s %s', (_what, _when, others, expected) => {
  let now = 0;
  const registry = seedRegistry([], {} as Parameters<typeof seedRegistry>[1]);
  const definitions = [{ id: 'first', sizeBytes: 1000, download: { ms: 1000 } }];
  const center = new PullCenter({ registry, nowMs: () => now }, { definitions, downloadMs: 1000 });
  const active = center.join('active');
  active.release();
  const first = center.join('first');
  const again = center.join('active');
  now = 250;
  first.release();
  for (let other = 0; other < others - 1; other += 1) center.join(`other-${other}`).release();
  expect(center.join('first').state().downloadedBytes).toBe(expected);
  // One in progress is never dropped.
  expect(again.state().downloadedBytes).toBeGreaterThan(0);
});
