import { expect, test } from 'vitest';
import { isReasoning, textPath } from './text-path.js';

const chunk = (delta: unknown, choice: object = {}, rest: object = {}): object => ({
  id: 'x',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...rest,
});

test.each<[string, object, string]>([
  ['text', chunk({ content: 'Hi' }), 'content'],
  ['text and a role', chunk({ role: 'assistant', content: 'Hi' }), 'content'],
  ['text and empty fields', chunk({ content: 'Hi', tool_calls: [], refusal: null, reasoning: '' }), 'content'],
  ['reasoning', chunk({ content: '', reasoning_content: 'Hm' }), 'reasoning_content'],
  ['reasoning under its other name', chunk({ content: null, reasoning: 'Hm' }), 'reasoning'],
  ['text in a choice without an index', chunk({ content: 'Hi' }, { index: undefined }), 'content'],
])('returns the path of the text for a chunk with %s', (_name, value, key) => {
  const path = textPath(value);
  expect(path).toEqual(['choices', 0, 'delta', key]);
  expect(path !== undefined && isReasoning(path)).toBe(key !== 'content');
});

test.each<[string, unknown]>([
  ['a role and empty text', chunk({ role: 'assistant', content: '' })],
  ['an empty delta', chunk({})],
  ['text and reasoning', chunk({ content: 'Hi', reasoning: 'Hm' })],
  ['text and tool calls', chunk({ content: 'Hi', tool_calls: [{ index: 0 }] })],
  ['text and audio', chunk({ content: 'Hi', audio: { id: 'a' } })],
  ['text and a refusal', chunk({ content: 'Hi', refusal: 'No' })],
  ['text and images', chunk({ content: 'Hi', images: [{ type: 'image_url' }] })],
  ['text in parts', chunk({ content: [{ type: 'text', text: 'Hi' }] })],
  ['a finish reason', chunk({ content: 'Hi' }, { finish_reason: 'stop' })],
  ['log probabilities', chunk({ content: 'Hi' }, { logprobs: { content: [] } })],
  ['a choice of another index', chunk({ content: 'Hi' }, { index: 1 })],
  ['usage', chunk({ content: 'Hi' }, {}, { usage: { total_tokens: 1 } })],
  ['two choices', { choices: [{ delta: { content: 'Hi' } }, { delta: {} }] }],
  ['no choices', { choices: [] }],
  ['no delta', chunk(null)],
  ['null instead of an object', null],
])('returns undefined for a chunk with %s', (_name, value) => {
  expect(textPath(value)).toBeUndefined();
});
