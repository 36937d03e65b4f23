import type { ChatRequest } from '@lmux/core/provider';
import type { ToolImages } from '@lmux/provider-openai/protocol';
import { expect, test } from 'vitest';
import { encodeChatRequest } from './encode-chat-request.js';

const USER = { role: 'user', content: 'Hi' } as const;
const SCHEMA = { type: 'object', properties: { a: { type: 'string' } } };
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const BASE64 = 'iVBORw0KGgo=';

test.each<[name: string, request: Partial<Omit<ChatRequest, 'model'>>, wire: object]>([
  ['no settings', {}, {}],
  [
    'sampling settings as options',
    {
      contextLength: 4096,
      maxOutputTokens: 7,
      temperature: 0,
      topK: 1,
      topP: 0.5,
      minP: 0.1,
      seed: 3,
      stop: 'x',
      repeatPenalty: 1.1,
      presencePenalty: 0.2,
      frequencyPenalty: 0.3,
    },
    {
      options: {
        num_ctx: 4096,
        num_predict: 7,
        temperature: 0,
        top_k: 1,
        top_p: 0.5,
        min_p: 0.1,
        seed: 3,
        stop: ['x'],
        repeat_penalty: 1.1,
        presence_penalty: 0.2,
        frequency_penalty: 0.3,
      },
    },
  ],
  ['several stop sequences', { stop: ['x', 'y'] }, { options: { stop: ['x', 'y'] } }],
  ['ttlSeconds as keep_alive', { ttlSeconds: 60 }, { keep_alive: 60 }],
  ['reasoning: off', { reasoning: 'off' }, { think: false }],
  ['reasoning: on', { reasoning: 'on' }, { think: true }],
  ['a level of reasoning', { reasoning: 'high' }, { think: 'high' }],
  ['the text format', { responseFormat: { type: 'text' } }, {}],
  ['the JSON object format', { responseFormat: { type: 'json_object' } }, { format: 'json' }],
  ['a JSON schema', { responseFormat: { type: 'json_schema', schema: SCHEMA } }, { format: SCHEMA }],
  ['logprobs: true', { logprobs: true }, { logprobs: true }],
  ['logprobs with a number of alternatives', { logprobs: 3 }, { logprobs: true, top_logprobs: 3 }],
  ['logprobs: false', { logprobs: false }, {}],
  [
    'tools',
    { tools: [{ name: 'f', description: 'd', parameters: SCHEMA }] },
    { tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: SCHEMA } }] },
  ],
  ['contextOverflow: server', { contextOverflow: 'server' }, {}],
  ['contextOverflow: error', { contextOverflow: 'error' }, { truncate: false, shift: false }],
  ['contextOverflow: trim', { contextOverflow: 'trim' }, { truncate: false, shift: false }],
  [
    'contextOverflow with extra fields, which override it',
    { contextOverflow: 'error', extra: { shift: true } },
    { truncate: false, shift: true },
  ],
  ['extra fields', { seed: 1, extra: { truncate: false } }, { options: { seed: 1 }, truncate: false }],
  [
    'extra options merged over the settings',
    { seed: 1, topK: 2, extra: { options: { num_gpu: 1, seed: 5 } } },
    { options: { seed: 5, top_k: 2, num_gpu: 1 } },
  ],
  ['extra options without settings', { extra: { options: { num_gpu: 1 } } }, { options: { num_gpu: 1 } }],
  [
    'a field removed by an undefined extra field',
    { responseFormat: { type: 'json_object' }, extra: { format: undefined } },
    {},
  ],
])('encodes %s', (_name, request, wire) => {
  const encoded = encodeChatRequest({ model: 'm', messages: [USER], ...request }, 'user');
  expect(encoded).toEqual({ model: 'm', messages: [USER], ...wire });
  expect(JSON.stringify(encoded)).not.toContain('null');
});

test.each<[name: string, messages: ChatRequest['messages'], wire: object[]]>([
  [
    'text parts as one text',
    [
      { role: 'system', content: [{ type: 'text', text: 'a' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'b' },
          { type: 'text', text: 'c' },
        ],
      },
    ],
    [
      { role: 'system', content: 'a' },
      { role: 'user', content: 'b\n\nc' },
    ],
  ],
  [
    'images as base64',
    [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'see' },
          { type: 'image', image: PNG },
          { type: 'image', image: `data:image/png;base64,${BASE64}` },
        ],
      },
    ],
    [{ role: 'user', content: 'see', images: [BASE64, BASE64] }],
  ],
  [
    'tool calls and their results',
    [
      USER,
      {
        role: 'assistant',
        reasoning: 'hm',
        toolCalls: [
          { id: '1', name: 'f', arguments: '{"a":1}' },
          { id: '2', name: 'g', arguments: '' },
        ],
      },
      { role: 'tool', toolCallId: '2', content: 'two' },
      { role: 'tool', toolCallId: '1', content: [{ type: 'text', text: 'one' }] },
      { role: 'tool', toolCallId: '9', content: 'unknown call' },
    ],
    [
      USER,
      {
        role: 'assistant',
        content: '',
        thinking: 'hm',
        tool_calls: [
          { id: '1', function: { name: 'f', arguments: { a: 1 } } },
          { id: '2', function: { name: 'g', arguments: {} } },
        ],
      },
      { role: 'tool', content: 'two', tool_name: 'g', tool_call_id: '2' },
      { role: 'tool', content: 'one', tool_name: 'f', tool_call_id: '1' },
      { role: 'tool', content: 'unknown call', tool_call_id: '9' },
    ],
  ],
])('encodes %s', (_name, messages, wire) => {
  expect(encodeChatRequest({ model: 'm', messages }, 'user').messages).toEqual(wire);
});

const WITH_IMAGE: ChatRequest['messages'] = [
  { role: 'assistant', toolCalls: [{ id: '1', name: 'shot', arguments: '' }] },
  {
    role: 'tool',
    toolCallId: '1',
    content: [
      { type: 'text', text: 'see' },
      { type: 'image', image: PNG },
    ],
  },
];

test.each<[place: ToolImages, wire: object[]]>([
  ['tool', [{ role: 'tool', content: 'see', images: [BASE64], tool_name: 'shot', tool_call_id: '1' }]],
  [
    'user',
    [
      { role: 'tool', content: 'see\n\nImage 1 is in the next user message.', tool_name: 'shot', tool_call_id: '1' },
      { role: 'user', content: 'Image 1 of the tool results:', images: [BASE64] },
    ],
  ],
])('sends the images of tool results as the place "%s" says', (place, wire) => {
  expect(encodeChatRequest({ model: 'm', messages: WITH_IMAGE }, place).messages.slice(1)).toEqual(wire);
});

test.each<[name: string, messages: ChatRequest['messages'], expected: RegExp]>([
  [
    'an image URL',
    [{ role: 'user', content: [{ type: 'image', image: 'https://host/a.png' }] }],
    /does not fetch images/,
  ],
  [
    'an image as a data: URL without base64',
    [{ role: 'user', content: [{ type: 'image', image: 'data:image/svg+xml,<svg/>' }] }],
    /base64/,
  ],
])('rejects %s', (_name, messages, expected) => {
  expect(() => encodeChatRequest({ model: 'm', messages }, 'user')).toThrow(
    expect.objectContaining({ code: 'invalid_request', message: expect.stringMatching(expected) }),
  );
});

test.each<[given: string, sent: object]>([
  ['', {}],
  ['null', {}],
  [String.raw`"{\"a\":1}"`, { a: 1 }],
  ['[1]', { invalid_arguments: '[1]' }],
  ['{"a":', { invalid_arguments: '{"a":' }],
  ['"x"', { invalid_arguments: '"x"' }],
])('sends the tool call arguments %s as an object', (given, sent) => {
  const toolCalls = [{ id: '1', name: ' ', arguments: given }];
  const { messages } = encodeChatRequest(
    {
      model: 'm',
      messages: [
        { role: 'assistant', toolCalls },
        { role: 'tool', toolCallId: '1', content: 'x' },
      ],
    },
    'user',
  );
  expect(messages).toMatchObject([
    { tool_calls: [{ id: '1', function: { name: 'unknown_tool', arguments: sent } }] },
    { tool_name: 'unknown_tool' },
  ]);
  expect(toolCalls).toEqual([{ id: '1', name: ' ', arguments: given }]);
});
