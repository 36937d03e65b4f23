import { describe, expect, test } from 'vitest';
import type { ChatFeature } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import type { EmulatedCall } from './emulated-call.js';
import { emulateRequest } from './emulate-request.js';

const user: Message = { role: 'user', content: 'Weather?' };
const said: Message = { role: 'assistant', content: 'Hm.' };
const text = { type: 'text', text: 'Be brief.' } as const;

/** Returns what is sent for a request with a tool, whose description is the text `T`. */
function sent(
  request: Partial<ChatRequest>,
  features: readonly ChatFeature[] = ['systemMessage'],
  prompt = 'T',
): ChatRequest {
  const call: EmulatedCall = {
    request: { model: 'm', messages: [user], tools: [{ name: 'f' }], ...request },
    features,
    keywords: undefined,
    prompt,
    route: 'r',
    options: {},
    generateId: () => 'id',
  };
  return emulateRequest(call);
}

test.each<[features: readonly ChatFeature[]]>([[['systemMessage']], [[]]])(
  'an empty text about the tools adds nothing to the messages: %j',
  (features) => {
    expect(sent({}, features, '').messages).toEqual([user]);
  },
);

describe('the description of the tools is', () => {
  test.each<[name: string, messages: readonly Message[], expected: readonly Message[]]>([
    ['a system message of its own', [user], [{ role: 'system', content: 'T' }, user]],
    [
      'at the end of the first system message',
      [{ role: 'system', content: 'Be brief.' }, user, { role: 'system', content: 'Late.' }],
      [{ role: 'system', content: 'Be brief.\n\nT' }, user, { role: 'system', content: 'Late.' }],
    ],
    [
      'a part of a system message that has parts',
      [{ role: 'system', content: [text] }, user],
      [{ role: 'system', content: [text, { type: 'text', text: 'T' }] }, user],
    ],
    [
      'before a system message that is not the first message',
      [user, { role: 'system', content: 'Late.' }],
      [{ role: 'system', content: 'T' }, user, { role: 'system', content: 'Late.' }],
    ],
  ])('%s', (_name, messages, expected) => {
    const before = structuredClone(messages);
    expect(sent({ messages }).messages).toEqual(expected);
    expect(messages).toEqual(before);
  });

  test.each<[name: string, messages: readonly Message[], expected: readonly Message[]]>([
    ['at the end of the last user message', [user], [{ role: 'user', content: 'Weather?\n\nT' }]],
    [
      'a part of a user message that has parts',
      [{ role: 'user', content: [text] }],
      [{ role: 'user', content: [text, { type: 'text', text: 'T' }] }],
    ],
    ['a user message after one of the model', [user, said], [user, said, { role: 'user', content: 'T' }]],
  ])('%s, without system messages', (_name, messages, expected) => {
    expect(sent({ messages }, []).messages).toEqual(expected);
  });
});

test('the settings of tools are not sent, and the others are', () => {
  const request = { toolChoice: 'required', parallelToolCalls: true, seed: 7, temperature: 0 } as const;
  const result = sent(request);
  expect(result).toMatchObject({ model: 'm', seed: 7, temperature: 0 });
  expect(Object.keys(result)).not.toEqual(expect.arrayContaining(['tools']));
  expect(Object.keys(result)).not.toEqual(expect.arrayContaining(['toolChoice']));
  expect(Object.keys(result)).not.toEqual(expect.arrayContaining(['parallelToolCalls']));
});

test.each<[strict: readonly (boolean | undefined)[], expected: boolean | undefined]>([
  [[true], true],
  [[true, true], true],
  [[true, false], undefined],
  [[true, undefined], undefined],
  [[undefined], undefined],
])('the schema of tools with "strict" %j', (strict, expected) => {
  const { responseFormat } = sent({ tools: strict.map((value, index) => ({ name: `f${index}`, strict: value })) });
  expect(responseFormat).toMatchObject({ type: 'json_schema', name: 'response' });
  expect((responseFormat as { strict?: boolean }).strict).toBe(expected);
});

test('the response format of the request is that of the reply', () => {
  const schema = { type: 'object', properties: { n: { type: 'integer' } } };
  const { responseFormat } = sent({ responseFormat: { type: 'json_schema', name: 'own', schema } });
  expect(responseFormat).toMatchObject({
    name: 'response',
    schema: { properties: { next: { anyOf: [{}, { properties: { reply: schema } }] } } },
  });
});

test('a history with calls is rewritten, and nothing else changes without tools', () => {
  const messages: Message[] = [
    { role: 'assistant', toolCalls: [{ id: '1', name: 'f', arguments: '{}' }] },
    { role: 'tool', toolCallId: '1', content: 'ok' },
  ];
  const format = { type: 'json_object' } as const;
  expect(sent({ messages, tools: undefined, responseFormat: format })).toEqual({
    model: 'm',
    responseFormat: format,
    messages: [
      { role: 'assistant', content: '{"next":{"tool":"f","arguments":{}}}' },
      { role: 'user', content: 'Result of f: ok' },
    ],
  });
});
