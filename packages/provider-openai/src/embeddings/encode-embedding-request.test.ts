import type { EmbeddingRequest } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { GENERAL_DIALECT } from '../encode/dialect.js';
import { encodeEmbeddingRequest } from './encode-embedding-request.js';

test.each<[Omit<EmbeddingRequest, 'model'>, object]>([
  [{ input: 'a' }, { input: 'a' }],
  [
    { input: ['a', 'b'], dimensions: 2 },
    { input: ['a', 'b'], dimensions: 2 },
  ],
  [
    { input: 'a', ttlSeconds: 5 },
    { input: 'a', ttl: 5 },
  ],
  [
    { input: 'a', extra: { encoding_format: 'base64' } },
    { input: 'a', encoding_format: 'base64' },
  ],
])('encodes %j', (request, expected) => {
  const encoded = encodeEmbeddingRequest({ model: 'm', ...request }, { ...GENERAL_DIALECT, ttl: true });
  expect(encoded).toEqual({ model: 'm', ...expected });
  expect(Object.keys(encoded)).toHaveLength(Object.keys(expected).length + 1);
});
