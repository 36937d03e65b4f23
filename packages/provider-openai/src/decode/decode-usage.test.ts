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
    'usage with a cache that is counted apart',
    {
      usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 54, prompt_tokens_details: { cached_tokens: 40 } },
    },
    { inputTokens: 9, outputTokens: 5, cachedInputTokens: 40, totalTokens: 54 },
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

/** Counts of real responses: prompt, completion, reasoning and total. */
type Counts = readonly [prompt: number, completion: number, reasoning: number | undefined, total: number | undefined];

test.each<[source: string, counts: Counts, output: number]>([
  // Reasoning is a part of the completion.
  ['OpenAI (hugalafutro/model-hotel pull request 991)', [2008, 266, 261, 2274], 266],
  ['OpenAI, only reasoning', [100, 256, 256, 356], 256],
  ['OpenRouter', [46, 683, 159, 729], 683],
  ['a server without a total', [20, 30, 10, undefined], 30],
  ['a server without reasoning', [12, 5, undefined, 17], 5],
  ['a server that counts no reasoning', [12, 5, 0, 17], 5],
  // Reasoning is counted apart, and in the total.
  ['xAI (vercel/ai pull request 12425)', [12, 1, 386, 399], 387],
  ['xAI (vercel/ai pull request 12425), another response', [12, 2, 317, 331], 319],
  ['xAI (Wei-Shaw/sub2api issue 5771)', [10_120, 1499, 2809, 14_428], 4308],
  ['xAI, more text than reasoning', [32, 500, 100, 632], 600],
  ['a gateway to Gemini (router-for-me/CLIProxyAPI issue 5733)', [21, 0, 60, 81], 60],
  // Reasoning is counted apart, and not in the total.
  ['Perplexity (bgeneto/open-webui-cost-tracker issue 6)', [108, 3256, 73_248, 3364], 76_504],
  // Reasoning is counted only in the total.
  ['Gemini (Clarifai/clarifai-python pull request 978)', [20, 424, undefined, 1016], 996],
  ['Gemini (mozilla-ai/any-llm issue 1290)', [20, 198, undefined, 623], 603],
  // The total tells nothing.
  ['a server that counts no input', [0, 5, undefined, 17], 5],
  ['a total that is too small', [12, 5, undefined, 5], 5],
  ['a total with tokens of another kind', [12, 50, 10, 80], 50],
])('counts the reasoning of %s as output', (_, [prompt, completion, reasoning, total], output) => {
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
  expect(decodeUsage({ usage })).toEqual({
    inputTokens: prompt,
    outputTokens: output,
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
    ...(total === undefined ? {} : { totalTokens: total }),
  });
});

test.each([
  { cache_creation_input_tokens: 1000 },
  { cache_read_input_tokens: 1000 },
  { prompt_tokens_details: { cached_tokens: 500 }, cache_creation_input_tokens: 500 },
  { completion_tokens_details: { reasoning_tokens: 0 } },
])('does not count as output what the total has besides: %j', (more) => {
  const usage = { prompt_tokens: 10, completion_tokens: 50, total_tokens: 1060, ...more };
  expect(decodeUsage({ usage })?.outputTokens).toBe(50);
});

test('does not count output where there is none, as in embeddings', () => {
  expect(decodeUsage({ usage: { prompt_tokens: 5, total_tokens: 9 } })).toEqual({ inputTokens: 5, totalTokens: 9 });
});
