import type { ChatRequest } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

const text = (length: number): string => 'x'.repeat(length);

test.each<[name: string, messages: ChatRequest['messages'], size: object]>([
  ['one message', [{ role: 'user', content: text(5) }], { characters: 5, oldest: 0 }],
  [
    'a system message and one message',
    [
      { role: 'system', content: text(3) },
      { role: 'user', content: [{ type: 'text', text: text(5) }] },
    ],
    { characters: 8, oldest: 0 },
  ],
  [
    'a history',
    [
      { role: 'system', content: text(3) },
      { role: 'user', content: text(5) },
      { role: 'assistant' },
      { role: 'user', content: text(7) },
    ],
    { characters: 15, oldest: 5 },
  ],
])('measures %s', (_name, messages, size) => expect(promptSize({ messages })).toEqual(size));

test('measures the prompt of a completion', () =>
  expect(promptSize({ prompt: text(5) })).toEqual({ characters: 5, oldest: 0 }));

test.each([
  [undefined, false],
  [255, false],
  [256, true],
])('mayBeTruncated(%s) is %s', (tokens, expected) => expect(mayBeTruncated(tokens)).toBe(expected));

describe('isTruncated', () => {
  test.each<
    [
      name: string,
      size: [characters: number, oldest: number],
      tokens: number,
      context: number | undefined,
      truncated: boolean,
    ]
  >([
    ['is false for one text that fits', [900, 0], 255, 256, false],
    ['is true for one text that fills the context', [1900, 0], 256, 256, true],
    ['is false if the context length is unknown', [1900, 0], 400, undefined, false],
    ['is true for more text than the tokens can represent', [9000, 0], 300, undefined, true],
    ['is true for a history with more text than the tokens can represent', [9000, 8000], 300, 4096, true],
    // A real server dropped two of 21 messages of 40 words each, and read 236 of 256 tokens.
    ['is true for a history without room for one more message', [4116, 196], 250, 256, true],
    ['is false for a history with room for more', [1000, 100], 200, 256, false],
  ])('%s', (_name, [characters, oldest], tokens, context, truncated) =>
    expect(isTruncated({ characters, oldest }, tokens, context)).toBe(truncated),
  );
});

test('warns with the numbers and the ways to avoid truncation', () => {
  const warning = truncationWarning(256, 256);
  expect(warning).toMatchObject({ code: 'prompt_truncated', feature: 'contextLength' });
  expect(warning.message).toMatch(/256 tokens with a context length of 256.*contextLength.*truncate: false/);
  expect(warning.message.length).toBeLessThan(500);
});
