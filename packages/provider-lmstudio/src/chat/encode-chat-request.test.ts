import { describe, expect, test } from 'vitest';
import { encodeChatRequest } from './encode-chat-request.js';
import { encodeSystemPrompt, systemPromptWarnings } from './encode-system-prompt.js';

const user = { role: 'user', content: 'Hello' } as const;
const system = (content: string) => ({ role: 'system', content }) as const;

describe('encodeChatRequest', () => {
  test('encodes every setting under its wire name', () => {
    const wire = encodeChatRequest({
      model: 'm',
      messages: [user],
      temperature: 0,
      topP: 0.9,
      topK: 40,
      minP: 0.1,
      repeatPenalty: 1.1,
      maxOutputTokens: 100,
      reasoning: 'xhigh',
      contextLength: 8192,
      store: false,
      previousResponseId: 'resp_1',
      integrations: ['mcp/a', { type: 'plugin', id: 'b' }],
      extra: { new_field: null },
    });
    expect(wire).toEqual({
      model: 'm',
      input: [{ type: 'text', content: 'Hello' }],
      temperature: 0,
      top_p: 0.9,
      top_k: 40,
      min_p: 0.1,
      repeat_penalty: 1.1,
      max_output_tokens: 100,
      reasoning: 'xhigh',
      context_length: 8192,
      store: false,
      previous_response_id: 'resp_1',
      integrations: ['mcp/a', { type: 'plugin', id: 'b' }],
      new_field: null,
    });
  });

  test('omits unset fields', () => {
    expect(Object.keys(encodeChatRequest({ model: 'm', messages: [user] }))).toEqual(['model', 'input']);
  });

  test('does not modify the request', () => {
    const request = Object.freeze({ model: 'm', messages: Object.freeze([Object.freeze({ ...user })]) });
    expect(() => encodeChatRequest(request)).not.toThrow();
  });
});

describe('encodeSystemPrompt', () => {
  test.each([
    ['no system message', [user], undefined],
    ['one system message', [system('A'), user], 'A'],
    ['several system messages, joined by a blank line', [system('A'), user, system('B')], 'A\n\nB'],
    [
      'text parts, joined by a blank line',
      [
        {
          role: 'system',
          content: [
            { type: 'text', text: 'A' },
            { type: 'text', text: 'B' },
          ],
        },
        user,
      ],
      'A\n\nB',
    ],
  ] as const)('encodes %s', (_, messages, prompt) => {
    expect(encodeSystemPrompt({ messages })).toBe(prompt);
    expect(systemPromptWarnings({ messages })).toEqual([]);
  });

  test('omits the system message after the first turn and warns', () => {
    const later = { messages: [system('A'), user], previousResponseId: 'resp_1' };
    expect(encodeSystemPrompt(later)).toBeUndefined();
    expect(systemPromptWarnings(later)).toEqual([expect.objectContaining({ code: 'system_prompt_ignored' })]);
    expect(systemPromptWarnings({ ...later, messages: [user] })).toEqual([]);
  });
});
