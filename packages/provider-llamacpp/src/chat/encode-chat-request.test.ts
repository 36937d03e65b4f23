import type { ChatRequest } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { requestProgress, encodeChat } from './encode-chat-request.js';

const MESSAGES: ChatRequest['messages'] = [{ role: 'user', content: 'Hi' }];
const BARE = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const TOOLS = [{ name: 'a' }, { name: 'b' }];

describe('encodeChat', () => {
  test.each<[string, Partial<ChatRequest>, object]>([
    ['no settings', {}, {}],
    [
      'sampling settings',
      { topK: 1, minP: 0.1, repeatPenalty: 1.1, maxOutputTokens: 5 },
      { top_k: 1, min_p: 0.1, repeat_penalty: 1.1, max_tokens: 5 },
    ],
    ['reasoning: off', { reasoning: 'off' }, { chat_template_kwargs: { enable_thinking: false } }],
    ['reasoning: on', { reasoning: 'on' }, { chat_template_kwargs: { enable_thinking: true } }],
    [
      'a degree of reasoning where old and new builds read it',
      { reasoning: 'low' },
      { reasoning_effort: 'low', chat_template_kwargs: { enable_thinking: true, reasoning_effort: 'low' } },
    ],
    [
      'the degree none as off',
      { reasoning: 'none' },
      { reasoning_effort: 'none', chat_template_kwargs: { enable_thinking: false, reasoning_effort: 'none' } },
    ],
    ['a grammar in extra', { extra: { grammar: 'root ::= "a"' } }, { grammar: 'root ::= "a"' }],
    [
      'extra fields that override settings',
      { reasoning: 'off', extra: { chat_template_kwargs: { a: 1, enable_thinking: true } } },
      { chat_template_kwargs: { a: 1, enable_thinking: true } },
    ],
    [
      'extra fields beside those of a setting',
      { reasoning: 'off', extra: { chat_template_kwargs: { a: 1 } } },
      { chat_template_kwargs: { a: 1, enable_thinking: false } },
    ],
    [
      'toolChoice: auto',
      { tools: TOOLS, toolChoice: 'auto' },
      { tools: [expect.anything(), expect.anything()], tool_choice: 'auto' },
    ],
    [
      'several tool calls',
      { tools: TOOLS, parallelToolCalls: true },
      { tools: [expect.anything(), expect.anything()], parallel_tool_calls: true },
    ],
    [
      'a choice of one tool as that tool with required',
      { tools: TOOLS, toolChoice: { type: 'tool', name: 'b' } },
      {
        tools: [expect.objectContaining({ function: expect.objectContaining({ name: 'b' }) })],
        tool_choice: 'required',
      },
    ],
    [
      'the JSON object format',
      { responseFormat: { type: 'json_object' } },
      { response_format: { type: 'json_object' } },
    ],
  ])('encodes %s', (_, more, wire) => {
    const request = { messages: MESSAGES, ...more, model: 'm' };
    const before = structuredClone(request);
    expect(encodeChat(request)).toEqual({ ...BARE, ...wire });
    expect(request).toEqual(before);
  });
});

describe('requestProgress', () => {
  test('requests prompt progress unless the request sets return_progress', () => {
    expect(requestProgress(encodeChat({ model: 'm', messages: MESSAGES }))).toEqual({ ...BARE, return_progress: true });
    const without = encodeChat({ model: 'm', messages: MESSAGES, extra: { return_progress: false } });
    expect(requestProgress(without)).toEqual({ ...BARE, return_progress: false });
  });
});
