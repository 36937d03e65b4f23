import { expect, test } from 'vitest';
import { decodeChatResponse } from './decode-chat-response.js';
import type { ChatCompletion } from './wire.js';

const OPTIONS = { model: 'requested', route: 'openai', warnings: [], generateId: () => 'made' };
const CALL = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } };

const completionOf = (choices: readonly unknown[]): ChatCompletion =>
  ({ id: 'x', object: 'chat.completion', created: 1, model: 'served-model', choices }) as unknown as ChatCompletion;

test.each<[string, readonly unknown[], { text: string; calls?: number; reason: string }]>([
  ['a message', [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }], { text: 'Hi', reason: 'stop' }],
  [
    'a delta in place of the message',
    [{ delta: { content: 'Hi' }, finish_reason: 'stop' }],
    { text: 'Hi', reason: 'stop' },
  ],
  ['a string as the message', [{ message: 'Hi', finish_reason: 'stop' }], { text: '', reason: 'stop' }],
  ['no message', [{ finish_reason: 'content_filter' }], { text: '', reason: 'content-filter' }],
  ['null as a choice', [null], { text: '', reason: 'unknown' }],
  ['no choices', [], { text: '', reason: 'unknown' }],
  [
    'tool calls, one of them null',
    [{ message: { content: null, tool_calls: [CALL, null, { ...CALL, id: 'c2' }] }, finish_reason: 'tool_calls' }],
    { text: '', calls: 2, reason: 'tool-calls' },
  ],
])('decodes a response with %s', (_name, choices, { text, calls = 0, reason }) => {
  const completion = completionOf(choices);
  const before = structuredClone(completion);
  const response = decodeChatResponse(completion, OPTIONS);
  expect(response).toMatchObject({ text, model: 'served-model', id: 'x' });
  expect(response.toolCalls).toHaveLength(calls);
  expect(response.finishReason.unified).toBe(reason);
  // `raw` is the server's response, unchanged.
  expect(response.raw).toBe(completion);
  expect(completion).toEqual(before);
});
