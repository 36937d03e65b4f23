import { describe, expect, test } from 'vitest';
import type { Message } from '../contract/message.js';
import { trimHistory } from './trim-history.js';

const system = (content = 'S'): Message => ({ role: 'system', content });
const user = (content = 'u'): Message => ({ role: 'user', content });
const says = (content = 'a'): Message => ({ role: 'assistant', content });
const calls = (...ids: string[]): Message => ({
  role: 'assistant',
  toolCalls: ids.map((id) => ({ id, name: 'f', arguments: '{}' })),
});
const result = (toolCallId: string): Message => ({ role: 'tool', toolCallId, content: 'r' });

/** Every message has ten tokens. */
const count = (messages: readonly Message[]): number => messages.length * 10;

/** Returns the indexes of the messages that are kept. */
function kept(messages: readonly Message[], remaining: number): number[] {
  const trimmed = trimHistory(messages, { remaining, count });
  expect(trimmed.messages.length + trimmed.removed.length).toBe(messages.length);
  expect(trimmed.remaining).toBe(remaining + trimmed.removed.length * 10);
  return trimmed.messages.map((message) => messages.indexOf(message));
}

describe('trimHistory', () => {
  const chat = [system(), user('1'), says('1'), user('2'), says('2'), user('3')];

  test.each<[what: string, messages: readonly Message[], remaining: number, kept: readonly number[]]>([
    ['keeps everything that fits', chat, 0, [0, 1, 2, 3, 4, 5]],
    ['leaves out whole turns', chat, -1, [0, 3, 4, 5]],
    ['leaves out as few turns as possible', chat, -20, [0, 3, 4, 5]],
    ['leaves out several turns', chat, -21, [0, 5]],
    ['keeps system messages wherever they are', [user('1'), system(), says('1'), user('2')], -1, [1, 3]],
    ['leaves out a greeting first', [system(), says('hi'), user('1'), says('1'), user('2')], -1, [0, 2, 3, 4]],
    ['leaves out consecutive user messages one by one', [user('1'), user('2'), user('3')], -1, [1, 2]],
    [
      'keeps a call with its results',
      [user('1'), calls('a', 'b'), result('a'), result('b'), says('1'), user('2')],
      -1,
      [5],
    ],
    ['keeps the last round of tool calls', [user('1'), says('1'), user('2'), calls('a'), result('a')], -1, [2, 3, 4]],
    [
      'leaves out old rounds after the last user message when all turns are left out',
      [user('1'), says('1'), user('2'), calls('a'), result('a'), calls('b'), result('b'), calls('c'), result('c')],
      -21,
      [2, 5, 6, 7, 8],
    ],
    [
      'keeps a result that follows a later message of the user with its call',
      [user('1'), calls('a'), user('2'), result('a'), says('2'), user('3')],
      -1,
      [5],
    ],
    [
      'tells reused ids of calls apart',
      [user('1'), calls('a'), result('a'), user('2'), calls('a'), result('a'), user('3')],
      -1,
      [3, 4, 5, 6],
    ],
  ])('%s', (_, messages, remaining, expected) => {
    expect(kept(messages, remaining)).toEqual(expected);
  });

  test.each<[what: string, messages: readonly Message[], remaining: number, kept: readonly number[]]>([
    ['a message alone', [user()], -1, [0]],
    ['no message', [], -1, []],
    ['system messages and the last user message', chat, -41, [0, 5]],
    ['a round alone', [calls('a'), result('a')], -1, [0, 1]],
  ])('reports that %s does not fit', (_, messages, remaining, expected) => {
    expect(kept(messages, remaining)).toEqual(expected);
    expect(trimHistory(messages, { remaining, count }).remaining).toBeLessThan(0);
  });

  test('keeps the same message object twice', () => {
    const same = user('same');
    expect(trimHistory([same, says(), same], { remaining: -1, count }).messages).toEqual([same]);
  });

  test('accepts an asynchronous count', async () => {
    const trimmed = trimHistory(chat, { remaining: -1, count: async (messages) => count(messages) });
    expect(trimmed).toBeInstanceOf(Promise);
    expect(await trimmed).toEqual(trimHistory(chat, { remaining: -1, count }));
  });

  test.each([
    ['remaining', { remaining: Number.NaN, count }],
    ['remaining', { remaining: '3' as never, count }],
    ['count', { remaining: -1, count: () => undefined as never }],
    ['count', { remaining: -1, count: async () => Number.NaN }],
  ])('rejects %s that is not a number', async (name, options) => {
    await expect((async () => trimHistory(chat, options))()).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`"${name}" of trimHistory() must be a number; received`),
    });
  });

  test('passes on an error of the count', async () => {
    const failing = async (): Promise<number> => {
      throw new Error('down');
    };
    await expect(trimHistory(chat, { remaining: -1, count: failing })).rejects.toThrow('down');
  });

  test('counts about as often as the logarithm of the number of turns', () => {
    let counted = 0;
    const long = Array.from({ length: 1024 }, (_, index) => (index % 2 === 0 ? user() : says()));
    trimHistory(long, { remaining: -3000, count: (messages) => ((counted += 1), count(messages)) });
    expect(counted).toBeLessThanOrEqual(11);
  });
});
