import { expect, test } from 'vitest';
import { TokenIds } from './token-ids.js';

test('decodes the ids that it issued', () => {
  const ids = new TokenIds();
  const encoded = ids.encode('The sky is blue.');
  expect(ids.decode(encoded.map(({ id }) => id))).toBe('The sky is blue.');
});

test('never runs out of ids', () => {
  const ids = new TokenIds();
  // More different tokens than the vocabulary has.
  for (let part = 0; part < 16; part += 1) {
    ids.encode(Array.from({ length: 10_000 }, (_, number) => `${part}x${number}`).join(' '));
  }
  const encoded = ids.encode('Still here');
  expect(ids.decode(encoded.map(({ id }) => id))).toBe('Still here');
});
