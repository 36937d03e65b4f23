import type { Message } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { encodeMessages } from './encode-messages.js';
import type { ChatMessageParam } from './wire.js';

const CALL = { id: 'a', name: 'f', arguments: '{"x":1}' };
const WIRE_CALL = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } } as const;

test.each<[string, Message, ChatMessageParam]>([
  ['system', { role: 'system', content: 'Be' }, { role: 'system', content: 'Be' }],
  ['one part of text', { role: 'system', content: [{ type: 'text', text: 'Be' }] }, { role: 'system', content: 'Be' }],
  [
    'parts of text',
    {
      role: 'system',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    {
      role: 'system',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
  ],
  ['user', { role: 'user', content: 'Hi' }, { role: 'user', content: 'Hi' }],
  [
    'user, one part of text',
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    { role: 'user', content: 'Hi' },
  ],
  [
    'user with an image',
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'image', image: 'https://x/y', detail: 'low' },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'image_url', image_url: { url: 'https://x/y', detail: 'low' } },
      ],
    },
  ],
  [
    'user with an image alone',
    { role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,AA' }] },
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }] },
  ],
  ['assistant', { role: 'assistant', content: 'Yes' }, { role: 'assistant', content: 'Yes' }],
  ['assistant without anything', { role: 'assistant' }, { role: 'assistant', content: '' }],
  [
    'assistant that called',
    { role: 'assistant', toolCalls: [CALL] },
    { role: 'assistant', content: null, tool_calls: [WIRE_CALL] },
  ],
  [
    'assistant that called, empty text',
    { role: 'assistant', content: '', toolCalls: [CALL] },
    { role: 'assistant', content: null, tool_calls: [WIRE_CALL] },
  ],
  [
    'assistant that spoke and called',
    { role: 'assistant', content: 'Wait', toolCalls: [CALL] },
    { role: 'assistant', content: 'Wait', tool_calls: [WIRE_CALL] },
  ],
  [
    'assistant that called without arguments',
    { role: 'assistant', toolCalls: [{ ...CALL, arguments: ' ' }] },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
  ],
  [
    'assistant with no calls',
    { role: 'assistant', content: 'Yes', toolCalls: [] },
    { role: 'assistant', content: 'Yes' },
  ],
  [
    'assistant with reasoning',
    { role: 'assistant', content: 'Yes', reasoning: 'Hm' },
    { role: 'assistant', content: 'Yes', reasoning_content: 'Hm' },
  ],
  ['tool', { role: 'tool', toolCallId: 'a', content: '5' }, { role: 'tool', tool_call_id: 'a', content: '5' }],
])('%s', (_, message, expected) => {
  const [encoded] = encodeMessages([message]);
  expect(encoded).toEqual(expected);
  expect(Object.keys(encoded ?? {})).toHaveLength(Object.keys(expected).length);
});
