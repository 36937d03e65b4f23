import { describe, expect, test } from 'vitest';
import { promptFraction } from './prompt-progress.js';

describe('the part of a prompt that is read', () => {
  test.each([
    ['nothing yet', { total: 1231, cache: 0, processed: 0, time_ms: 0 }, 0],
    ['a half', { total: 100, cache: 0, processed: 50 }, 0.5],
    ['all', { total: 1231, cache: 0, processed: 1231, time_ms: 3773 }, 1],
    ['what was in the cache is not read', { total: 20, cache: 19, processed: 19 }, 0],
    ['half of the rest', { total: 20, cache: 10, processed: 15 }, 0.5],
    ['all was in the cache', { total: 20, cache: 20, processed: 20 }, 1],
    ['no prompt at all', { total: 0, cache: 0, processed: 0 }, 1],
    ['no word of a cache', { total: 10, processed: 5 }, 0.5],
    ['more than all', { total: 10, cache: 0, processed: 11 }, 1],
    ['less than the cache', { total: 10, cache: 5, processed: 0 }, 0],
    ['no numbers', { total: '10', processed: 5 }, undefined],
    ['numbers missing', {}, undefined],
    ['null', null, undefined],
  ])('%s', (_, progress, fraction) => expect(promptFraction(progress)).toBe(fraction));
});
