import { expect, test } from 'vitest';
import { decodeTiming } from './decode-timing.js';

test.each<[string, unknown, unknown]>([
  [
    'llama.cpp',
    { timings: { prompt_ms: 500, predicted_per_second: 20 } },
    { timeToFirstTokenSeconds: 0.5, tokensPerSecond: 20 },
  ],
  [
    'LM Studio v0',
    { stats: { time_to_first_token: 0.1, tokens_per_second: 51 } },
    { timeToFirstTokenSeconds: 0.1, tokensPerSecond: 51 },
  ],
  ['LM Studio v1', { stats: {} }, undefined],
  ['a division by zero', { timings: { prompt_ms: 0, predicted_per_second: null } }, undefined],
  ['none', {}, undefined],
])('%s', (_, body, timing) => {
  expect(decodeTiming(body)).toEqual(timing);
});
