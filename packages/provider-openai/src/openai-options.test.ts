import { expect, test } from 'vitest';
import { OPTION_KEYS, readOpenAIOptions } from './openai-options.js';

test('are all optional', () => {
  expect(readOpenAIOptions()).toEqual({});
  expect(OPTION_KEYS).toEqual(['apiPath', 'apiTokenHeader', 'maxTokensField', 'includeUsage']);
});

test.each([
  ['apiPath', 5],
  ['apiTokenHeader', null],
  ['maxTokensField', 'tokens'],
  ['includeUsage', 'yes'],
])('%s cannot be %j', (key, value) => {
  expect(() => readOpenAIOptions({ [key]: value })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  expect(() => readOpenAIOptions({ [key]: value })).toThrow(`options.${key}`);
});
