import { expect, test } from 'vitest';
import { isReasoning, textPath } from './text-path.js';

const chunk = (delta: unknown, choice: object = {}, rest: object = {}): object => ({
  id: 'x',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...rest,
});

test.each<[string, object, string]>([
  ['text', chunk({ content: 'Hi' }), 'content'],
  ['text beside who speaks', chunk({ role: 'assistant', content: 'Hi' }), 'content'],
  ['text beside what says nothing', chunk({ content: 'Hi', tool_calls: [], refusal: null, reasoning: '' }), 'content'],
  ['reasoning', chunk({ content: '', reasoning_content: 'Hm' }), 'reasoning_content'],
  ['reasoning by its other name', chunk({ content: null, reasoning: 'Hm' }), 'reasoning'],
  ['text of a choice without an index', chunk({ content: 'Hi' }, { index: undefined }), 'content'],
])('a chunk of %s may be followed by others like it', (_name, value, key) => {
  const path = textPath(value);
  expect(path).toEqual(['choices', 0, 'delta', key]);
  expect(path !== undefined && isReasoning(path)).toBe(key !== 'content');
});

test.each<[string, unknown]>([
  ['who speaks, and no text yet', chunk({ role: 'assistant', content: '' })],
  ['nothing', chunk({})],
  ['text and reasoning', chunk({ content: 'Hi', reasoning: 'Hm' })],
  ['text and calls', chunk({ content: 'Hi', tool_calls: [{ index: 0 }] })],
  ['text and something new', chunk({ content: 'Hi', audio: { id: 'a' } })],
  ['text in parts', chunk({ content: [{ type: 'text', text: 'Hi' }] })],
  ['an end', chunk({ content: 'Hi' }, { finish_reason: 'stop' })],
  ['probabilities', chunk({ content: 'Hi' }, { logprobs: { content: [] } })],
  ['another choice', chunk({ content: 'Hi' }, { index: 1 })],
  ['counts', chunk({ content: 'Hi' }, {}, { usage: { total_tokens: 1 } })],
  ['two choices', { choices: [{ delta: { content: 'Hi' } }, { delta: {} }] }],
  ['no choice', { choices: [] }],
  ['no delta', chunk(null)],
  ['null', null],
])('a chunk of %s is none to be learned', (_name, value) => {
  expect(textPath(value)).toBeUndefined();
});
