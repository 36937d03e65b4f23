import type { ChatRequest } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

const text = (length: number): string => 'x'.repeat(length);

test.each<[name: string, messages: ChatRequest['messages'], size: object]>([
  ['one message', [{ role: 'user', content: text(5) }], { characters: 5, oldest: 0 }],
  [
    'instructions and one message',
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
])('the size of %s', (_name, messages, size) => expect(promptSize({ messages })).toEqual(size));

test('the size of a text', () => expect(promptSize({ prompt: text(5) })).toEqual({ characters: 5, oldest: 0 }));

test.each([
  [undefined, false],
  [255, false],
  [256, true],
])('%s tokens are worth a question: %s', (tokens, worth) => expect(mayBeTruncated(tokens)).toBe(worth));

describe('is it truncated?', () => {
  test.each<
    [
      name: string,
      size: [characters: number, oldest: number],
      tokens: number,
      context: number | undefined,
      cut: boolean,
    ]
  >([
    ['one text that fits', [900, 0], 255, 256, false],
    ['one text that fills the context', [1900, 0], 256, 256, true],
    ['a context that is not known', [1900, 0], 400, undefined, false],
    ['much more text than the tokens can be', [9000, 0], 300, undefined, true],
    ['much more, in a history', [9000, 8000], 300, 4096, true],
    // As a real server does: of 21 messages of 40 words two went, and 236 of 256 tokens were read.
    ['a history without room for one more', [4116, 196], 250, 256, true],
    ['a history with room', [1000, 100], 200, 256, false],
  ])('%s', (_name, [characters, oldest], tokens, context, cut) =>
    expect(isTruncated({ characters, oldest }, tokens, context)).toBe(cut),
  );
});

test('the warning says what to do', () => {
  const warning = truncationWarning(256, 256);
  expect(warning).toMatchObject({ code: 'prompt_truncated', feature: 'contextLength' });
  expect(warning.message).toMatch(/256 tokens of a context of 256.*contextLength.*truncate: false/);
  expect(warning.message.length).toBeLessThan(500);
});
