import { expect, test } from 'vitest';
import { CONTEXT_OVERFLOW_RULE } from './context-overflow-rule.js';

test.each([
  ['n_keep: {"error":{"code":400,"type":"exceed_context_size_error"}}', true],
  ['Context size has been exceeded. Error from the engine: {"error":{"code":500}}', true],
  ['Trying to keep the first 4000 tokens when context the overflows. However, the model has 2048.', true],
  ['Failed to load the model: its context size is too large.', false],
  ['The model has crashed without additional information. (Exit code: 6)', false],
])('for "%s" returns %s', (message, isOverflow) => {
  expect(CONTEXT_OVERFLOW_RULE.message?.test(message)).toBe(isOverflow);
});
