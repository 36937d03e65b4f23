import { expect, test } from 'vitest';
import { modelMismatch } from './model-mismatch.js';

test.each([
  ['a/b', 'a/b', false],
  ['a/B', 'A/b', false],
  ['a/b', 'a/b:2', false],
  ['a/b:2', 'a/b:2', false],
  ['a/b', 'c/d', true],
  ['a/b', 'a/b-2', true],
  ['a/b:2', 'a/b', true],
  ['a/b', 'my-name', true],
])('for a request to %s and a response of %s warns: %s', (requested, responding, warned) => {
  expect(modelMismatch(requested, responding).map(({ code }) => code)).toEqual(warned ? ['model_mismatch'] : []);
});
