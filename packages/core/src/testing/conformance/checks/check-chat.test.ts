import { expect, test } from 'vitest';
import type { ChatResponse } from '../../../contract/chat.js';
import { checkChat } from './check-chat.js';

const CALL = { id: 'a', name: 'f', arguments: '{"x":1}', input: { x: 1 } };
const SIGNED = { ...CALL, providerMetadata: { source: { signature: 's' } } };
const BROKEN = { id: 'b', name: 'f', arguments: '{"x', input: undefined, parseError: 'It ends early.' };
const RESPONSE: ChatResponse = {
  model: 'm',
  route: 'r',
  text: 'Hi',
  message: { role: 'assistant', content: 'Hi' },
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  warnings: [],
  raw: null,
};
const REFUSED: Partial<ChatResponse> = {
  text: '',
  refusal: 'No',
  message: { role: 'assistant', content: 'No' },
  finishReason: { unified: 'content-filter', raw: 'stop' },
};

/** Checks a response with these changes. */
function check(changes: object): void {
  checkChat({ ...RESPONSE, ...changes });
}

test.each<[what: string, response: Partial<ChatResponse>]>([
  ['text', {}],
  [
    'text in parts',
    {
      message: {
        role: 'assistant',
        content: [
          { type: 'text', text: 'H' },
          { type: 'text', text: 'i' },
        ],
      },
    },
  ],
  ['a refusal, which is the text of the message', REFUSED],
  ['a refusal after text', { ...REFUSED, text: 'Hi', message: { role: 'assistant', content: 'Hi' } }],
  ['a refusal at the token limit', { ...REFUSED, finishReason: { unified: 'length', raw: 'length' } }],
  ['a message without content', { text: '', message: { role: 'assistant' } }],
  ['reasoning', { reasoning: 'Hm', message: { role: 'assistant', content: 'Hi', reasoning: 'Hm' } }],
  [
    'reasoning with the state of the server',
    {
      reasoning: 'Hm',
      message: {
        role: 'assistant',
        content: 'Hi',
        reasoning: [{ type: 'reasoning', text: 'Hm', providerMetadata: { source: { signature: 's' } } }],
      },
    },
  ],
  ['a tool call', { toolCalls: [CALL], message: { role: 'assistant', content: 'Hi', toolCalls: [CALL] } }],
  [
    'a tool call with the state of the server',
    { toolCalls: [SIGNED], message: { role: 'assistant', content: 'Hi', toolCalls: [SIGNED] } },
  ],
  [
    'a tool call that cannot be parsed, changed in the message',
    {
      toolCalls: [BROKEN, CALL],
      message: { role: 'assistant', content: 'Hi', toolCalls: [{ ...BROKEN, arguments: '{}' }, CALL] },
    },
  ],
  ['output without a field of its own', { extra: { citations: ['https://example.com'] } }],
])('accepts %s', (_what, response) => {
  expect(() => check(response)).not.toThrow();
});

test.each<[what: string, response: object, message: RegExp]>([
  ['no message', { message: undefined }, /"message" must be the response as an assistant message; received undefined/],
  [
    'a message of the user',
    { message: { role: 'user', content: 'Hi' } },
    /"message" must be .*; received {"role":"user"/,
  ],
  [
    'another text',
    { message: { role: 'assistant', content: 'Ho' } },
    /"message\.content" must be "Hi", .* received "Ho"/,
  ],
  [
    'no refusal in the message',
    { ...REFUSED, message: { role: 'assistant', content: '' } },
    /"message\.content" must be "No"/,
  ],
  ['no reasoning in the message', { reasoning: 'Hm' }, /"message\.reasoning" must be "Hm", .* received undefined/],
  [
    'reasoning only in the message',
    { message: { role: 'assistant', content: 'Hi', reasoning: 'Hm' } },
    /"message\.reasoning" must be "", .* received "Hm"/,
  ],
  ['no tool call in the message', { toolCalls: [CALL] }, /"message\.toolCalls" must contain .* received undefined/],
  [
    'other arguments in the message',
    { toolCalls: [CALL], message: { role: 'assistant', content: 'Hi', toolCalls: [{ ...CALL, arguments: '{}' }] } },
    /"message\.toolCalls" must contain/,
  ],
  [
    'no state of the server in the message',
    { toolCalls: [SIGNED], message: { role: 'assistant', content: 'Hi', toolCalls: [CALL] } },
    /"message\.toolCalls" must contain .*"signature":"s"/,
  ],
  ['an empty refusal', { refusal: '' }, /"refusal" must be a string that is not empty, or absent; received ""/],
  [
    'a refusal that ended normally',
    { ...REFUSED, finishReason: { unified: 'stop', raw: 'stop' } },
    /"finishReason\.unified" of a refusal must be "content-filter"; received "stop"/,
  ],
  ['an empty extra', { extra: {} }, /"extra" must be an object with the fields of the server, .* received {}/],
  ['an extra that is an array', { extra: ['a'] }, /"extra" must be .* received \["a"\]/],
])('rejects %s', (_what, response, message) => {
  expect(() => check(response)).toThrow(message);
});
