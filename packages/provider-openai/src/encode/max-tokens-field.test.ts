import { expect, test } from 'vitest';
import { GENERAL_DIALECT } from './dialect.js';
import { maxTokensFieldFor, maxTokensFieldOf } from './max-tokens-field.js';

test.each([
  ['https://api.openai.com', '', 'max_completion_tokens'],
  ['https://eu.api.openai.com', '', 'max_completion_tokens'],
  ['https://x.openai.azure.com', '', 'max_completion_tokens'],
  ['https://x.openai.azure.com', '?api-version=preview', 'max_completion_tokens'],
  ['https://x.openai.azure.com', '?api-version=2024-10-21', 'max_completion_tokens'],
  ['https://x.openai.azure.com', '?api-version=2024-09-01-preview', 'max_completion_tokens'],
  ['https://x.openai.azure.com', '?a=b&api-version=2024-08-01-preview', 'by_model'],
  ['https://x.openai.azure.com', '?api-version=2024-02-01', 'by_model'],
  ['https://x.cognitiveservices.azure.com', '?api-version=2025-01-01-preview', 'max_completion_tokens'],
  ['https://api.githubcopilot.com', '', 'max_completion_tokens'],
  // It rejects the newer field: editor-code-assistant/eca issue 231, aaif-goose/goose issue 7762.
  ['https://api.mistral.ai', '', 'by_model'],
  ['https://openrouter.ai', '', 'by_model'],
  ['https://notapi.openai.com.example.com', '', 'by_model'],
  ['http://localhost:8000', '', 'by_model'],
])('%s%s takes %s', (origin, query, expected) => {
  expect(maxTokensFieldOf({ origin, query })).toBe(expected);
});

test.each([
  'o1',
  'o1-preview',
  'o3',
  'o3-mini',
  'o4-mini-2025-04-16',
  'openai/o3',
  'openai/o3:online',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5.1',
  'GPT-5.4-nano',
  'gpt-6-astra',
  'gpt-10',
  'openai/gpt-5',
  'azure/gpt-5-mini',
  'azure-openai/gpt-5.4-nano',
  'openrouter/openai/o4-mini-high',
  'prefix:gpt-5-mini',
  'ft:o4-mini-2025-04-16:org::id',
])('the model %s takes max_completion_tokens', (model) => {
  expect(maxTokensFieldFor(model, { ...GENERAL_DIALECT, maxTokensField: 'by_model' })).toBe('max_completion_tokens');
  expect(maxTokensFieldFor(model, GENERAL_DIALECT)).toBe('max_tokens');
});

test.each([
  'gpt-4o',
  'gpt-35-turbo',
  'azure/gpt-35-turbo-16k',
  'gpt-4.1-mini',
  'gpt-3.5-turbo',
  'gpt-oss-120b',
  'openai/gpt-oss-20b',
  'chatgpt-4o-latest',
  'marco-o1:7b',
  'AIDC-AI/Marco-o1',
  'o1-open/OpenO1-Qwen-7B',
  'qwen3:4b',
  'mistral-large-latest',
  'my-gpt-5-copy',
  'omni-moderation-latest',
  '',
])('the model %j takes max_tokens', (model) => {
  expect(maxTokensFieldFor(model, { ...GENERAL_DIALECT, maxTokensField: 'by_model' })).toBe('max_tokens');
});
