import { expect, test } from 'vitest';
import type { ChatRequest } from '../contract/chat.js';
import type { ContentPart } from '../contract/message.js';
import { maxTokensOf } from './max-tokens.js';

const chat = (content: string | ContentPart[]): ChatRequest => ({ messages: [{ role: 'user', content }] });
const image: ContentPart = { type: 'image', image: 'data:image/png;base64,AA==' };

test.each<[what: string, request: ChatRequest, tokens: number]>([
  ['a text', chat('hello'), 5],
  ['a text with several bytes for each character', chat('日本'), 6],
  [
    'parts of text',
    chat([
      { type: 'text', text: 'ab' },
      { type: 'text', text: 'é' },
    ]),
    4,
  ],
  ['an image', chat([{ type: 'text', text: 'ab' }, image]), Infinity],
  ['tools', { ...chat('a'), tools: [{ name: 'f' }] }, Infinity],
  ['a format', { ...chat('a'), responseFormat: { type: 'json_object' } }, Infinity],
  ['a tool call', { messages: [{ role: 'assistant', toolCalls: [] }] }, Infinity],
  ['a tool result', { messages: [{ role: 'tool', toolCallId: '1', content: 'a' }] }, Infinity],
  ['reasoning', { messages: [{ role: 'assistant', content: 'a', reasoning: 'b' }] }, Infinity],
])('%s has at most as many tokens as bytes, and those of the template', (_, request, tokens) => {
  expect(maxTokensOf(request)).toBe(tokens + 256 + 32);
});
