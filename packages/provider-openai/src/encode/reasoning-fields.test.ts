import { expect, test } from 'vitest';
import { reasoningFieldsOf } from './reasoning-fields.js';

test.each([
  ['https://api.deepseek.com', { defaultReasoningField: 'reasoning_content' }],
  ['https://api.moonshot.cn', { defaultReasoningField: 'reasoning_content' }],
  ['https://token-plan-cn.xiaomimimo.com', { defaultReasoningField: 'reasoning_content' }],
  ['https://dashscope-intl.aliyuncs.com', { defaultReasoningField: 'reasoning_content' }],
  ['https://api.groq.com', { defaultReasoningField: 'reasoning' }],
  ['https://api.groq.com:8443', { defaultReasoningField: 'reasoning' }],
  ['https://api.mistral.ai', { reasoningField: 'thinking' }],
  ['https://integrate.api.nvidia.com', { defaultReasoningField: 'reasoning_content' }],
  ['https://opencode.ai', { reasoningField: 'reasoning_content' }],
  ['https://openrouter.ai', { reasoningField: 'none' }],
  ['https://eu.api.openai.com', { reasoningField: 'none' }],
  ['https://x.openai.azure.com', { reasoningField: 'none' }],
  ['https://dbc-1.cloud.databricks.com', { defaultReasoningField: 'none' }],
  ['https://api.githubcopilot.com', { defaultReasoningField: 'none' }],
  ['https://x.services.ai.azure.com', { defaultReasoningField: 'reasoning_content' }],
  ['https://notapi.groq.com', {}],
  ['https://api.groq.com.example.com', {}],
  ['http://localhost:8000', {}],
  ['http://[::1]:8000', {}],
])('%s reads %j', (origin, expected) => {
  expect(reasoningFieldsOf(origin)).toEqual(expected);
});
