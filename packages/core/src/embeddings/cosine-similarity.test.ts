import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { cosineSimilarity } from './cosine-similarity.js';

test.each([
  [[1, 0], [0, 1], 0],
  [[1, 2], [2, 4], 1],
  [[1, 2], [-1, -2], -1],
  [[3, 4], [4, 3], 24 / 25],
  [[0, 0], [1, 2], 0],
  [[0, 0], [0, 0], 0],
  [[-0, 0], [1, 0], 0],
  [[7], [0.001], 1],
])('the cosine of %j and %j is %d', (a, b, expected) => {
  expect(cosineSimilarity(a, b)).toBeCloseTo(expected, 15);
  expect(cosineSimilarity(b, a)).toBe(cosineSimilarity(a, b));
});

/** Numbers of a fixed sequence from -1 to 1. */
function vectorOf(length: number, seed: number): number[] {
  return Array.from({ length }, (_, index) => Math.sin((index + 1) * seed));
}

test.each([1, 3, 768, 4096])(
  'a vector of %d numbers has exactly the cosine 1 with itself, and -1 with its opposite',
  (length) => {
    for (const seed of [0.3, 1.7, 12.9]) {
      const vector = vectorOf(length, seed);
      expect(cosineSimilarity(vector, vector)).toBe(1);
      expect(
        cosineSimilarity(
          vector,
          vector.map((value) => -value),
        ),
      ).toBe(-1);
    }
  },
);

// The ends of the range of 32-bit floating-point numbers, which embeddings have.
test.each([1e-45, 1e-38, 1e-20, 1e20, 1e38])('numbers of the size %d give the same cosine', (scale) => {
  const [a, b] = [vectorOf(64, 0.7), vectorOf(64, 1.1)];
  const expected = cosineSimilarity(a, b);
  const scaled = a.map((value) => value * scale);
  expect(cosineSimilarity(scaled, b)).toBeCloseTo(expected, 14);
  expect(cosineSimilarity(scaled, scaled)).toBe(1);
});

test('accepts typed arrays', () => {
  const [a, b] = [vectorOf(8, 0.7), vectorOf(8, 1.1)];
  expect(cosineSimilarity(Float32Array.from(a), Float64Array.from(b))).toBeCloseTo(cosineSimilarity(a, b), 6);
});

describe('rejects', () => {
  test.each<[a: unknown, b: unknown, message: string]>([
    [[1, 2], [1, 2, 3], 'of the same length above 0; received lengths 2 and 3.'],
    [[], [], 'of the same length above 0; received lengths 0 and 0.'],
    [undefined, [1], 'received lengths none and 1.'],
    [[1], null, 'received lengths 1 and none.'],
    ['ab', [1, 2], 'received lengths none and 2.'],
    [[Number.NaN, 1], [1, 2], 'of finite numbers; received a value that is too large or not a finite number.'],
    [[1, 2], [1, Infinity], 'of finite numbers'],
    [[1, undefined], [1, 2], 'of finite numbers'],
    [[1e200, 1], [1, 2], 'of finite numbers; received a value that is too large'],
    [[0, 0], [Number.NaN, 1], 'of finite numbers'],
    [['1'], [1], 'of finite numbers'],
    [[1], ['1'], 'of finite numbers'],
    [[1, 1n], [1, 2], 'of finite numbers'],
    [[1n], [1n], 'of finite numbers'],
    [[true], [1], 'of finite numbers'],
    [BigInt64Array.of(1n), [1], 'of finite numbers'],
  ])('%o and %o', (a, b, message) => {
    const error = thrownBy(() => cosineSimilarity(a as number[], b as number[]));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) });
  });
});
