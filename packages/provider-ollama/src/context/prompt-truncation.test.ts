import type { ChatRequest } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { MEASURED_TEXTS } from '../../test/support/measured-texts.js';
import { countPieces } from './count-pieces.js';
import { isTruncated, mayBeTruncated, promptSize, truncationWarning } from './prompt-truncation.js';

const words = (count: number): string => 'word '.repeat(count);

test.each([
  ['', 0],
  ["Don't panic, 12345!", 6],
  ['foo(bar).baz[0];', 7],
  ['委员会、委员 ok', 2],
  ['   \n\t', 0],
])('counts the pieces of %j', (text, pieces) => expect(countPieces(text)).toBe(pieces));

test('counts no more pieces of polite Japanese than it has tokens of Gemma', () => {
  const phrases =
    'ありがとうございます！とても助かりました。それでは、次に何をすればいいですか？もう少し詳しく教えてください。はい、わかりました。よろしくお願いします。';
  expect(countPieces(phrases.repeat(8))).toBeLessThanOrEqual(217);
});

test.each(MEASURED_TEXTS)('counts no more pieces of $kind than it has tokens', ({ text, fewest }) => {
  expect(countPieces(text)).toBeLessThanOrEqual(fewest);
});

test.each<[name: string, messages: ChatRequest['messages'], size: object]>([
  ['one message', [{ role: 'user', content: words(5) }], { pieces: 5, oldest: 0, largest: 0 }],
  [
    'a system message and one message',
    [
      { role: 'system', content: words(3) },
      { role: 'user', content: [{ type: 'text', text: words(5) }] },
    ],
    { pieces: 8, oldest: 0, largest: 0 },
  ],
  [
    'a history',
    [
      { role: 'system', content: words(30) },
      { role: 'user', content: words(5) },
      { role: 'assistant', content: words(9) },
      { role: 'assistant' },
      { role: 'user', content: words(70) },
    ],
    { pieces: 114, oldest: 5, largest: 9 },
  ],
  [
    'a reply with reasoning, which templates remove',
    [
      { role: 'assistant', content: `<think>${words(500)}</think>` },
      { role: 'user', content: words(7) },
    ],
    { pieces: 7, oldest: 0, largest: 0 },
  ],
])('measures %s', (_name, messages, size) => expect(promptSize({ messages })).toEqual(size));

test('measures the prompt of a completion', () =>
  expect(promptSize({ prompt: words(5) })).toEqual({ pieces: 5, oldest: 0, largest: 0 }));

test.each([
  [undefined, false],
  [255, false],
  [256, true],
])('mayBeTruncated(%s) is %s', (tokens, expected) => expect(mayBeTruncated(tokens)).toBe(expected));

/** Creates a chat of messages with the same text. */
function chatOf(text: string, count: number): ChatRequest {
  return { messages: Array.from({ length: count }, () => ({ role: 'user', content: text }) as const) };
}

describe('isTruncated', () => {
  test.each(MEASURED_TEXTS)('is false for $kind that was read completely', ({ text, fewest, smollm2 }) => {
    for (const tokens of [fewest, smollm2]) {
      const chats = [
        chatOf(text, 1),
        // A long first message, and two short ones.
        { messages: [...chatOf(text, 1).messages, ...chatOf('Why?', 2).messages] },
        chatOf(text.slice(0, text.length / 4), 4),
      ];
      for (const contextLength of [Math.ceil(tokens * 1.05), Math.ceil(tokens * 1.75), 32_768, undefined]) {
        for (const chat of chats) expect(isTruncated(promptSize(chat), tokens, contextLength)).toBe(false);
      }
    }
  });

  test.each(MEASURED_TEXTS)('is true for one text of $kind that fills the context', ({ text, smollm2 }) => {
    const half = Math.floor(smollm2 / 2);
    expect(isTruncated(promptSize({ prompt: text }), half, half)).toBe(true);
  });

  // Read by a real server (0.17.4, SmolLM2, num_ctx 512) from chats of equal messages.
  const ENGLISH =
    'The committee met on Tuesday to discuss the proposal that had been submitted by the engineering department. ';
  const GERMAN = 'Der Ausschuss tagte am Dienstag, um über den Vorschlag der Entwicklungsabteilung zu beraten. ';
  const CODE = '  const { model, ...rest } = await client.load({ contextLength: 8192 });\n';
  const CHINESE = '委员会星期二开会讨论工程部门提交的提案。';
  test.each<[what: string, text: string, messages: number, tokens: number, truncated: boolean]>([
    ['11 English messages that fit', ENGLISH.repeat(2), 11, 471, false],
    ['15 English messages', ENGLISH.repeat(2), 15, 471, true],
    ['25 English messages', ENGLISH.repeat(2), 25, 471, true],
    ['11 German messages that fit', GERMAN, 11, 460, false],
    ['15 German messages', GERMAN, 15, 502, true],
    ['25 German messages', GERMAN, 25, 502, true],
    ['11 Chinese messages that fit', CHINESE, 11, 469, false],
    ['9 messages of code that fit', CODE.repeat(2), 9, 485, false],
    ['19 messages of code', CODE.repeat(2), 19, 485, true],
  ])('for %s', (_what, text, messages, tokens, truncated) => {
    expect(isTruncated(promptSize(chatOf(text, messages)), tokens, 512)).toBe(truncated);
  });

  test.each<
    [
      what: string,
      size: [pieces: number, oldest: number, largest: number],
      tokens: number,
      context: number,
      truncated: boolean,
    ]
  >([
    ['a long first message that fits', [1100, 1090, 1090], 1175, 2048, false],
    ['more pieces than the context has tokens', [3000, 10, 1500], 500, 2048, true],
    ['fewer tokens than pieces, and no room for the largest message', [600, 10, 300], 400, 512, true],
    [
      'fewer tokens than pieces, but much room, because cached tokens were not counted',
      [600, 10, 30],
      300,
      8192,
      false,
    ],
    ['a context that is full up to one message', [200, 20, 20], 500, 512, true],
  ])('for %s', (_what, [pieces, oldest, largest], tokens, context, truncated) => {
    expect(isTruncated({ pieces, oldest, largest }, tokens, context)).toBe(truncated);
  });
});

test('warns with the numbers and the ways to avoid truncation', () => {
  const warning = truncationWarning(256, 256);
  expect(warning).toMatchObject({ code: 'prompt_truncated', feature: 'contextLength' });
  expect(warning.message).toMatch(/256 tokens with a context length of 256.*contextLength.*contextOverflow to "error"/);
  expect(warning.message.length).toBeLessThan(500);
});
