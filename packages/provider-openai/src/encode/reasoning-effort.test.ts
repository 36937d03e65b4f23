import { expect, test } from 'vitest';
import { reasoningEffortFor } from './reasoning-effort.js';

test.each([
  ['on', 'qwen3-4b', undefined, undefined],
  ['on', 'qwen3-4b', 'high', 'high'],
  ['on', 'gpt-5', undefined, undefined],
  ['on', 'gpt-5.1', undefined, 'medium'],
  ['on', 'openai/gpt-6-mini', undefined, 'medium'],
  ['on', 'gpt-5.1-chat-latest', undefined, undefined],
  ['on', 'gpt-35-turbo', undefined, undefined],
  ['off', 'gpt-5.1', 'high', 'none'],
  ['low', 'gpt-5.1', 'high', 'low'],
] as const)('reasoning %s of %s, with reasoningOn %s, is the effort %s', (reasoning, model, reasoningOn, effort) => {
  expect(reasoningEffortFor(reasoning, model, { reasoningOn })).toBe(effort);
});
