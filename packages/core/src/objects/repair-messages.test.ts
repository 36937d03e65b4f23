import { expect, test } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import { withIssues } from './repair-messages.js';

const messages: readonly Message[] = [{ role: 'user', content: 'Where?' }];
const issue = { path: ['people', 0], message: 'Too small.' };
const ADVICE = 'The JSON is not valid:\n- people.0: Too small.\nRespond only with the corrected JSON.';

function responseOf(text: string): ChatResponse {
  return { text, toolCalls: [], message: { role: 'assistant', content: text } } as unknown as ChatResponse;
}

test('the response and its issues follow the messages', () => {
  expect(withIssues(messages, responseOf('{}'), [issue])).toEqual([
    ...messages,
    { role: 'assistant', content: '{}' },
    { role: 'user', content: ADVICE },
  ]);
});

// Some chat templates reject two messages of the user in a row.
test.each(['', ' \n'])('the issues of the response %j are in the message of the user', (text) => {
  expect(withIssues(messages, responseOf(text), [issue])).toEqual([{ role: 'user', content: `Where?\n\n${ADVICE}` }]);
});

test('a message of the user with parts gets another part', () => {
  const part = { type: 'text', text: 'Where?' } as const;
  expect(withIssues([{ role: 'user', content: [part] }], responseOf(''), [issue])).toEqual([
    { role: 'user', content: [part, { type: 'text', text: ADVICE }] },
  ]);
});

test('the issues after a message of the assistant are a message', () => {
  const given = [...messages, { role: 'assistant', content: 'There.' } as const];
  expect(withIssues(given, responseOf(''), [issue])).toEqual([...given, { role: 'user', content: ADVICE }]);
});

test('at most 20 issues are named', () => {
  const issues = Array.from({ length: 30 }, (_, index) => ({ path: [index], message: 'Wrong.' }));
  const [, , repair] = withIssues(messages, responseOf('[]'), issues);
  const lines = (repair as { readonly content: string }).content.split('\n');
  expect(lines).toHaveLength(23);
  expect(lines.slice(-3)).toEqual(['- 19: Wrong.', '- 10 more', 'Respond only with the corrected JSON.']);
});
