import { describe, expect, test } from 'vitest';
import { decodeEmbeddings } from './decode-embedding-response.js';

const base64 = (...numbers: number[]): string => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');
const at = (index: unknown, embedding: unknown): object => ({ object: 'embedding', index, embedding });

describe('decodeEmbeddings', () => {
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
      'numbers and base64',
      { data: [at(0, [1, 2]), at(1, base64(3, 4))] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'entries in another order',
      { data: [at(1, [3, 4]), at(0, [1, 2])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'entries without an index',
      { data: [at(undefined, [1, 2]), at(undefined, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'entries whose index is null',
      { data: [at(null, [1, 2]), at(null, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'indexes that are strings',
      { data: [at('1', [3, 4]), at('0', [1, 2])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'an entry without an index in its place',
      { data: [at(0, [1, 2]), at(undefined, [3, 4])] },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'a bare array',
      [at(0, [1, 2]), at(1, [3, 4])],
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('decodes %s', (_, body, expected) => {
    expect(decodeEmbeddings(body, { count: 2 })).toEqual(expected);
    expect(decodeEmbeddings(body, { count: 2, dimensions: 2 })).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['too few vectors', { data: [at(0, [1])] }, /1 embeddings for 2 texts/],
    ['too many vectors', { data: [at(0, [1]), at(1, [1]), at(2, [1])] }, /3 embeddings for 2 texts/],
    ['no vectors', { data: null }, /0 embeddings for 2 texts/],
    ['another response', { choices: [] }, /0 embeddings/],
    ['a string instead of a list', { data: 'ab' }, /0 embeddings/],
    ['null', null, /0 embeddings/],
    ['different lengths', { data: [at(0, [1, 2]), at(1, [1])] }, /different lengths/],
    ['null as an element', { data: [at(0, [1]), at(1, [null])] }, /finite/],
    ['an empty vector', { data: [at(0, [1]), at(1, [])] }, /is empty/],
    ['a missing vector', { data: [at(0, [1]), at(1, undefined)] }, /neither/],
    ['a matrix', { data: [at(0, [1]), at(1, [[1]])] }, /finite/],
    ['truncated base64', { data: [at(0, base64(1)), at(1, base64(1, 2).slice(0, 8))] }, /6 bytes/],
    ['invalid base64', { data: [at(0, [1]), at(1, '***')] }, /not valid base64/],
    ['NaN in base64', { data: [at(0, base64(1)), at(1, base64(Number.NaN))] }, /finite/],
    ['an index that occurs twice', { data: [at(0, [1]), at(0, [2])] }, /the index 0 occurs more than once/],
    ['an index that is only 1 for both', { data: [at(1, [1]), at(1, [2])] }, /the index 1 occurs more than once/],
    ['a missing index whose place is taken', { data: [at(1, [1]), at(undefined, [2])] }, /occurs more than once/],
    ['an index out of range', { data: [at(1, [1]), at(2, [2])] }, /from 0 to 1; received 2\./],
    ['a negative index', { data: [at(1, [1]), at(-1, [2])] }, /received -1/],
    ['a fraction as an index', { data: [at(0, [1]), at(0.5, [2])] }, /received 0\.5/],
    ['a huge index', { data: [at(0, [1]), at(1e9, [2])] }, /received 1000000000/],
    ['"__proto__" as an index', { data: [at(0, [1]), at('__proto__', [2])] }, /received string/],
    ['null as an entry', { data: [at(0, [1]), null] }, /neither/],
  ])('rejects %s', (_, body, message) => {
    expect(() => decodeEmbeddings(body, { count: 2 })).toThrow(
      expect.objectContaining({ code: 'unexpected_response' }),
    );
    expect(() => decodeEmbeddings(body, { count: 2 })).toThrow(message);
  });

  test.each([0, 1, -1, 1e9, '__proto__', null, {}])('decodes a single vector whatever its index is: %j', (index) => {
    expect(decodeEmbeddings({ data: [at(index, [1, 2])] }, { count: 1 })).toEqual([[1, 2]]);
  });

  test('rejects vectors that are longer than requested', () => {
    expect(() => decodeEmbeddings({ data: [at(0, [1, 2, 3])] }, { count: 1, dimensions: 2 })).toThrow(
      /"dimensions" is 2, but the server returned embeddings of 3 dimensions/,
    );
  });
});
