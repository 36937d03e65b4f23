import { expect, test } from 'vitest';
import type { Message } from '../contract/message.js';
import { rewriteMessages } from './rewrite-messages.js';

const ask: Message = { role: 'user', content: 'Weather?' };
const call = (id: string, args = '{"x":1}') => ({ id, name: `tool-${id}`, arguments: args });
const assistant = (...ids: string[]): Message => ({ role: 'assistant', toolCalls: ids.map((id) => call(id)) });
const result = (toolCallId: string): Message => ({ role: 'tool', toolCallId, content: `result ${toolCallId}` });
const image = { type: 'image', image: 'data:image/png;base64,AAAA' } as const;

test.each<[name: string, messages: readonly Message[], rewritten: readonly Message[]]>([
  ['other messages stay', [{ role: 'system', content: 's' }, ask], [{ role: 'system', content: 's' }, ask]],
  [
    'a call and its result',
    [ask, assistant('1'), result('1')],
    [
      ask,
      { role: 'assistant', content: '{"next":{"tool":"tool-1","arguments":{"x":1}}}' },
      { role: 'user', content: 'Result of tool-1: result 1' },
    ],
  ],
  [
    'several calls, and the message after their results',
    [ask, assistant('1', '2'), result('2'), result('1'), { role: 'user', content: 'Thanks.' }, ask],
    [
      ask,
      {
        role: 'assistant',
        content: '{"calls":[{"tool":"tool-1","arguments":{"x":1}},{"tool":"tool-2","arguments":{"x":1}}]}',
      },
      { role: 'user', content: 'Result of tool-2: result 2\n\nResult of tool-1: result 1\n\nThanks.' },
      ask,
    ],
  ],
  [
    'text with a call, and invalid arguments',
    [{ role: 'assistant', content: 'Let me see.', toolCalls: [call('1', 'oops')], reasoning: 'r' }],
    [
      {
        role: 'assistant',
        content: 'Let me see.\n\n{"next":{"tool":"tool-1","arguments":{"invalid_arguments":"oops"}}}',
        reasoning: 'r',
      },
    ],
  ],
  [
    'images',
    [assistant('1'), { role: 'tool', toolCallId: '1', content: [image] }, ask],
    [
      { role: 'assistant', content: '{"next":{"tool":"tool-1","arguments":{"x":1}}}' },
      {
        role: 'user',
        content: [{ type: 'text', text: 'Result of tool-1: ' }, image, { type: 'text', text: 'Weather?' }],
      },
    ],
  ],
  [
    'the result of an unknown call',
    [{ role: 'assistant', content: 'x' }, result('9')],
    [
      { role: 'assistant', content: 'x' },
      { role: 'user', content: 'Result: result 9' },
    ],
  ],
])('%s', (_name, messages, rewritten) => {
  const before = structuredClone(messages);
  expect(rewriteMessages(messages, 'next')).toEqual(rewritten);
  expect(messages).toEqual(before);
});

test('a call of a request for a list is a list', () => {
  const [message] = rewriteMessages([assistant('1')], 'calls');
  expect(message).toMatchObject({ content: '{"calls":[{"tool":"tool-1","arguments":{"x":1}}]}' });
});

test('arguments of any depth are passed on as their text', () => {
  const args = `{"x": ${'['.repeat(8000)}1.0${']'.repeat(8000)}}`;
  const [message] = rewriteMessages([{ role: 'assistant', toolCalls: [call('1', args)] }], 'next');
  expect(message).toEqual({ role: 'assistant', content: `{"next":{"tool":"tool-1","arguments":${args}}}` });
});
