import type { Message } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { GENERAL_DIALECT, type Dialect } from '../encode/dialect.js';
import { encodeMessages } from './encode-messages.js';
import type { ChatMessageParam } from './wire.js';

const CALL = { id: 'a', name: 'f', arguments: '{"x":1}' };
const WIRE_CALL = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } } as const;

test.each<[string, Message, ChatMessageParam]>([
  ['a system message', { role: 'system', content: 'Be' }, { role: 'system', content: 'Be' }],
  [
    'a single text part',
    { role: 'system', content: [{ type: 'text', text: 'Be' }] },
    { role: 'system', content: 'Be' },
  ],
  [
    'several text parts',
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
  ['a user message', { role: 'user', content: 'Hi' }, { role: 'user', content: 'Hi' }],
  [
    'a user message with a single text part',
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    { role: 'user', content: 'Hi' },
  ],
  [
    'a user message with an image',
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
    'a user message with only an image',
    { role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,AA' }] },
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }] },
  ],
  ['an assistant message', { role: 'assistant', content: 'Yes' }, { role: 'assistant', content: 'Yes' }],
  ['an empty assistant message', { role: 'assistant' }, { role: 'assistant', content: '' }],
  [
    'an assistant message with a tool call',
    { role: 'assistant', toolCalls: [CALL] },
    { role: 'assistant', content: null, tool_calls: [WIRE_CALL] },
  ],
  [
    'an assistant message with a tool call and empty text',
    { role: 'assistant', content: '', toolCalls: [CALL] },
    { role: 'assistant', content: null, tool_calls: [WIRE_CALL] },
  ],
  [
    'an assistant message with text and a tool call',
    { role: 'assistant', content: 'Wait', toolCalls: [CALL] },
    { role: 'assistant', content: 'Wait', tool_calls: [WIRE_CALL] },
  ],
  [
    'an assistant message with a tool call without arguments',
    { role: 'assistant', toolCalls: [{ ...CALL, arguments: ' ' }] },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
  ],
  [
    'an assistant message with an empty list of tool calls',
    { role: 'assistant', content: 'Yes', toolCalls: [] },
    { role: 'assistant', content: 'Yes' },
  ],
  [
    // Nothing is known of the server, so no field for the reasoning either.
    'an assistant message with reasoning',
    { role: 'assistant', content: 'Yes', reasoning: 'Hm' },
    { role: 'assistant', content: 'Yes' },
  ],
  [
    'a tool message',
    { role: 'tool', toolCallId: 'a', content: '5' },
    { role: 'tool', tool_call_id: 'a', content: '5' },
  ],
  [
    'a tool message with a single text part',
    { role: 'tool', toolCallId: 'a', content: [{ type: 'text', text: '5' }] },
    { role: 'tool', tool_call_id: 'a', content: '5' },
  ],
])('encodes %s', (_, message, expected) => {
  const [encoded] = encodeMessages([message]);
  expect(encoded).toEqual(expected);
  expect(Object.keys(encoded ?? {})).toHaveLength(Object.keys(expected).length);
});

test.each<[Dialect['toolCallContent'], object]>([
  [undefined, { content: null }],
  ['null', { content: null }],
  ['empty', { content: '' }],
  ['omit', {}],
])('sends the content of a message with tool calls and no text as the dialect %s says', (toolCallContent, content) => {
  const dialect = { ...GENERAL_DIALECT, toolCallContent };
  const messages: Message[] = [
    { role: 'assistant', toolCalls: [CALL] },
    { role: 'assistant', content: 'Wait', toolCalls: [CALL] },
    { role: 'assistant', content: '' },
  ];
  expect(encodeMessages(messages, { dialect })).toEqual([
    { role: 'assistant', ...content, tool_calls: [WIRE_CALL] },
    { role: 'assistant', content: 'Wait', tool_calls: [WIRE_CALL] },
    { role: 'assistant', content: '' },
  ]);
});

test.each([
  ['', '{}'],
  ['null', '{}'],
  ['{ "a": 12345678901234567890 }', '{ "a": 12345678901234567890 }'],
  [String.raw`"{\"a\":1}"`, '{"a":1}'],
  ['[1]', '{"invalid_arguments":"[1]"}'],
  ['{"a":', String.raw`{"invalid_arguments":"{\"a\":"}`],
])('sends the tool call arguments %j as the text of an object', (given, sent) => {
  const message = { role: 'assistant' as const, toolCalls: [{ id: '1', name: '', arguments: given }] };
  expect(encodeMessages([message])).toMatchObject([
    { tool_calls: [{ id: '1', type: 'function', function: { name: 'unknown_tool', arguments: sent } }] },
  ]);
  expect(message.toolCalls).toEqual([{ id: '1', name: '', arguments: given }]);
});

test('leaves the images of a tool message in it', () => {
  expect(
    encodeMessages([{ role: 'tool', toolCallId: 'a', content: [{ type: 'image', image: 'https://x/y' }] }]),
  ).toEqual([{ role: 'tool', tool_call_id: 'a', content: [{ type: 'image_url', image_url: { url: 'https://x/y' } }] }]);
});
