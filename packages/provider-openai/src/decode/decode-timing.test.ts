import { expect, test } from 'vitest';
import { decodeTiming } from './decode-timing.js';

test.each<[string, unknown, unknown]>([
  [
    'timing of llama.cpp',
    { timings: { prompt_ms: 500, predicted_per_second: 20 } },
    { timeToFirstTokenSeconds: 0.5, tokensPerSecond: 20 },
  ],
  [
    'timing of LM Studio’s /api/v0',
    { stats: { time_to_first_token: 0.1, tokens_per_second: 51 } },
    { timeToFirstTokenSeconds: 0.1, tokensPerSecond: 51 },
  ],
  ['empty stats of LM Studio’s /v1', { stats: {} }, undefined],
  ['values of a division by zero', { timings: { prompt_ms: 0, predicted_per_second: null } }, undefined],
  ['a body without timing', {}, undefined],
])('decodes %s', (_, body, timing) => {
  expect(decodeTiming(body)).toEqual(timing);
});
