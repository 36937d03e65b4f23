import { expect, test } from 'vitest';
import type { ChatRequest } from '../contract/chat.js';
import { promptFeatures } from './prompt-features.js';

const user = { role: 'user', content: 'hi' } as const;

function featuresOf(request: Pick<ChatRequest, 'messages' | 'tools'>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(promptFeatures(request, ({ parameters }) => JSON.stringify(parameters) ?? '')).filter(
      ([, count]) => count !== 0,
    ),
  );
}

const hi = { word: 1, letter: 2 };

test.each<[what: string, request: Pick<ChatRequest, 'messages' | 'tools'>, features: Record<string, unknown>]>([
  ['a message', { messages: [user] }, { start: 1, noSystem: 1, message: 1, ...hi }],
  ['a system message', { messages: [{ role: 'system', content: '' }, user] }, { start: 1, message: 2, ...hi }],
  [
    'parts',
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'hi' },
            { type: 'image', image: 'data:,' },
          ],
        },
      ],
    },
    { start: 1, noSystem: 1, message: 1, image: 1, ...hi },
  ],
  [
    'a tool call and its result',
    {
      messages: [
        user,
        { role: 'assistant', toolCalls: [{ id: '1', name: 'ab', arguments: '{}' }] },
        { role: 'tool', toolCallId: '1', content: '12' },
      ],
    },
    {
      start: 1,
      noSystem: 1,
      message: 3,
      toolCall: 1,
      word: 2,
      letter: 4,
      punctuation: 2,
      attached: 1,
      digit: 2,
      number: 1,
    },
  ],
  [
    'reasoning, as text and as parts',
    {
      messages: [
        { role: 'assistant', content: '', reasoning: 'hm' },
        { role: 'assistant', reasoning: [{ type: 'reasoning', text: 'hm' }] },
        user,
      ],
    },
    { start: 1, noSystem: 1, message: 3, reasoningText: expect.closeTo(2 * 0.969), ...hi },
  ],
  [
    'tools',
    { messages: [user], tools: [{ name: 'ab', description: 'cd', parameters: {} }, { name: 'ef' }] },
    { start: 1, noSystem: 1, message: 1, tools: 1, tool: 2, toolText: expect.closeTo(3 * 0.969 + 0.698), ...hi },
  ],
])('%s', (_, request, features) => {
  expect(featuresOf(request)).toEqual(features);
});
