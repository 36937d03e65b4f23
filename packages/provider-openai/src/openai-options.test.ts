import { expect, test } from 'vitest';
import { OPTION_KEYS, readOpenAIOptions } from './openai-options.js';

test('has only optional options', () => {
  expect(readOpenAIOptions()).toEqual({});
  expect(OPTION_KEYS).toEqual([
    'apiPath',
    'apiTokenHeader',
    'maxTokensField',
    'toolCallContent',
    'strictSchemas',
    'includeUsage',
    'reasoningField',
    'toolImages',
  ]);
});

test.each([
  ['apiPath', 5],
  ['apiTokenHeader', null],
  ['maxTokensField', 'tokens'],
  ['maxTokensField', 'by_model'],
  ['toolCallContent', null],
  ['toolCallContent', ''],
  ['strictSchemas', 'yes'],
  ['includeUsage', 'yes'],
  ['reasoningField', 'thoughts'],
  ['reasoningField', null],
  ['toolImages', 'assistant'],
])('rejects %s: %j', (key, value) => {
  expect(() => readOpenAIOptions({ [key]: value })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  expect(() => readOpenAIOptions({ [key]: value })).toThrow(`options.${key}`);
});
