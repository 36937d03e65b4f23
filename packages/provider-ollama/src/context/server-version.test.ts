import { expect, test } from 'vitest';
import { isOlder } from './server-version.js';

test.each<[version: string | undefined, isOld: boolean]>([
  ['0.12.5', true],
  ['0.11.99', true],
  ['0.1.32', true],
  ['v0.9.0', true],
  ['0.6.5-rc1', true],
  ['0.6.2-fork-20250402', true],
  ['0.12.6', false],
  ['0.12.6-rc0', false],
  ['0.12.10', false],
  ['0.17.4', false],
  ['1.0.0', false],
  // A build from source.
  ['0.0.0', false],
  ['0.12', false],
  ['latest', false],
  ['', false],
  [undefined, false],
])('%j is older than 0.12.6: %s', (version, isOld) => {
  expect(isOlder(version, [0, 12, 6])).toBe(isOld);
});
