import { expect, test } from 'vitest';
import type { PromptMessage } from './reply.js';
import { lastToolResults } from './tool-results.js';

const message = (role: string, text: string, images = 0): PromptMessage => ({ role, text, images });
const called = message('assistant', '{"next":{"tool":"a: \\"b\\"","arguments":{}}}');

test.each<[string, readonly PromptMessage[], readonly string[]]>([
  ['none', [message('user', 'Hi')], []],
  ['tool messages', [message('user', 'Hi'), message('tool', 'x'), message('tool', 'y')], ['x', 'y']],
  ['tool messages with their images', [message('tool', 'x'), message('user', '', 1)], ['x']],
  ['tool messages before a question', [message('tool', 'x'), message('user', 'Hi')], []],
  ['a user message', [called, message('user', 'Result of a: "b": x')], ['x']],
  ['several in a user message', [called, message('user', 'Result of a: "b": x\n\nResult of a: "b": ')], ['x', '']],
  ['one of several paragraphs', [called, message('user', 'Result of a: "b": x\n\ny: z')], ['x\n\ny: z']],
  ['a user message that names no called tool', [called, message('user', 'Result of c: x')], []],
  ['a user message that begins with a question', [called, message('user', 'Hi\n\nResult of a: "b": x')], []],
  ['a user message without a call before it', [message('user', 'Result of a: "b": x')], []],
])('the results of %s', (_name, messages, expected) => {
  expect(lastToolResults(messages).map(({ text }) => text)).toEqual(expected);
});
