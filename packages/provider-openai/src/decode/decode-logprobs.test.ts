import { expect, test } from 'vitest';
import { decodeTokenLogprobs } from './decode-logprobs.js';

test('decodes tokens with their alternatives and skips other entries', () => {
  const top = [{ token: 'b', logprob: -2, bytes: [98] }];
  expect(
    decodeTokenLogprobs([{ token: 'a', logprob: -1, bytes: [97], top_logprobs: top }, { token: 'c', logprob: -3 }, {}]),
  ).toEqual([
    { token: 'a', logprob: -1, topLogprobs: [{ token: 'b', logprob: -2 }] },
    { token: 'c', logprob: -3 },
  ]);
  expect(decodeTokenLogprobs(null)).toEqual([]);
});
