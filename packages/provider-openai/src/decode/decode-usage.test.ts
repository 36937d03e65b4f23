import { expect, test } from 'vitest';
import { decodeUsage } from './decode-usage.js';

test.each<[string, unknown, unknown]>([
  [
    'usage of OpenAI',
    { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  ],
  [
    'usage with details',
    {
      usage: {
        prompt_tokens: 9,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    },
    { inputTokens: 9, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 2 },
  ],
  [
    'usage with null details',
    { usage: { prompt_tokens: 9, prompt_tokens_details: null, completion_tokens_details: null } },
    { inputTokens: 9 },
  ],
  [
    'usage of DeepSeek',
    { usage: { prompt_tokens: 9, prompt_cache_hit_tokens: 6, prompt_cache_miss_tokens: 3 } },
    { inputTokens: 9, cachedInputTokens: 6 },
  ],
  [
    'usage under newer names',
    { usage: { input_tokens: 1, output_tokens: 2, output_tokens_details: { reasoning_tokens: 1 } } },
    { inputTokens: 1, outputTokens: 2, reasoningTokens: 1 },
  ],
  ['usage of Groq', { usage: null, x_groq: { usage: { prompt_tokens: 1 } } }, { inputTokens: 1 }],
  ['usage of Moonshot', { choices: [{ usage: { prompt_tokens: 1 } }] }, { inputTokens: 1 }],
  [
    'a zero next to other counts',
    { usage: { prompt_tokens: 10, completion_tokens: 0 } },
    { inputTokens: 10, outputTokens: 0 },
  ],
  ['only zeros as absent', { usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }, undefined],
  ['empty usage', { usage: {} }, undefined],
  ['invalid counts', { usage: { prompt_tokens: '5', completion_tokens: -1, total_tokens: null } }, undefined],
  ['null usage', { usage: null }, undefined],
  ['a body without usage', {}, undefined],
  ['a body that is not an object', null, undefined],
])('decodes %s', (_, body, usage) => {
  expect(decodeUsage(body)).toEqual(usage);
});
