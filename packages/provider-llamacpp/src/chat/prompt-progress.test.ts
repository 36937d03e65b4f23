import { describe, expect, test } from 'vitest';
import { promptFraction } from './prompt-progress.js';

describe('promptFraction', () => {
  test.each([
    ['is 0 at the start', { total: 1231, cache: 0, processed: 0, time_ms: 0 }, 0],
    ['is a fraction of the prompt', { total: 100, cache: 0, processed: 50 }, 0.5],
    ['is 1 at the end', { total: 1231, cache: 0, processed: 1231, time_ms: 3773 }, 1],
    ['does not count cached tokens', { total: 20, cache: 19, processed: 19 }, 0],
    ['is a fraction of the uncached tokens', { total: 20, cache: 10, processed: 15 }, 0.5],
    ['is 1 if the entire prompt was cached', { total: 20, cache: 20, processed: 20 }, 1],
    ['is 1 for an empty prompt', { total: 0, cache: 0, processed: 0 }, 1],
    ['accepts progress without a cache count', { total: 10, processed: 5 }, 0.5],
    ['is at most 1', { total: 10, cache: 0, processed: 11 }, 1],
    ['is at least 0', { total: 10, cache: 5, processed: 0 }, 0],
    ['is undefined for values that are not numbers', { total: '10', processed: 5 }, undefined],
    ['is undefined for missing numbers', {}, undefined],
    ['is undefined for null', null, undefined],
  ])('%s', (_, progress, fraction) => expect(promptFraction(progress)).toBe(fraction));
});
