import { describe, expect, test } from 'vitest';
import { decodeEmbeddings } from './decode-embedding-response.js';

const base64 = (...numbers: number[]): string => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');
const at = (index: unknown, embedding: unknown): object => ({ object: 'embedding', index, embedding });

describe('embeddings', () => {
  test.each<[string, unknown, number[][]]>([
    [
      'numbers',
      { data: [at(0, [1, 2]), at(1, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'base64',
      { data: [at(0, base64(1, -0.5)), at(1, base64(3, 4))] },
      [
        [1, -0.5],
        [3, 4],
      ],
    ],
    [
      'both',
      { data: [at(0, [1, 2]), at(1, base64(3, 4))] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'another order',
      { data: [at(1, [3, 4]), at(0, [1, 2])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'no index',
      { data: [at(undefined, [1, 2]), at(undefined, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'an index twice',
      { data: [at(0, [1, 2]), at(0, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'an index beyond',
      { data: [at(1, [1, 2]), at(2, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'an index below zero',
      { data: [at(1, [1, 2]), at(-1, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a bare list',
      [at(0, [1, 2]), at(1, [3, 4])],
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('come as %s', (_, body, expected) => {
    expect(decodeEmbeddings(body, { count: 2 })).toEqual(expected);
    expect(decodeEmbeddings(body, { count: 2, dimensions: 2 })).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['too few', { data: [at(0, [1])] }, /1 embeddings for 2 texts/],
    ['too many', { data: [at(0, [1]), at(1, [1]), at(2, [1])] }, /3 embeddings for 2 texts/],
    ['none', { data: null }, /0 embeddings for 2 texts/],
    ['something else', { choices: [] }, /0 embeddings/],
    ['text', { data: 'ab' }, /0 embeddings/],
    ['null', null, /0 embeddings/],
    ['different lengths', { data: [at(0, [1, 2]), at(1, [1])] }, /different lengths/],
    ['no numbers', { data: [at(0, [1]), at(1, [null])] }, /finite/],
    ['nothing in one', { data: [at(0, [1]), at(1, [])] }, /without numbers/],
    ['no vector', { data: [at(0, [1]), at(1, undefined)] }, /neither/],
    ['a matrix', { data: [at(0, [1]), at(1, [[1]])] }, /finite/],
    ['truncated base64', { data: [at(0, base64(1)), at(1, base64(1, 2).slice(0, 8))] }, /6 bytes/],
    ['no base64', { data: [at(0, [1]), at(1, '***')] }, /no base64/],
    ['NaN in base64', { data: [at(0, base64(1)), at(1, base64(Number.NaN))] }, /finite/],
    ['an entry that is null', { data: [at(0, [1]), null] }, /neither/],
  ])('are refused when they are %s', (_, body, message) => {
    expect(() => decodeEmbeddings(body, { count: 2 })).toThrow(
      expect.objectContaining({ code: 'unexpected_response' }),
    );
    expect(() => decodeEmbeddings(body, { count: 2 })).toThrow(message);
  });

  test('are refused when they are longer than requested', () => {
    expect(() => decodeEmbeddings({ data: [at(0, [1, 2, 3])] }, { count: 1, dimensions: 2 })).toThrow(
      /3 dimensions, not the 2 asked for/,
    );
  });
});
