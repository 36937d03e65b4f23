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

  test.each<[what: string, messages: unknown, options: unknown, message: string]>([
    [
      'no messages',
      undefined,
      { remaining: -1, count },
      'The messages of trimHistory() must be an array; received undefined.',
    ],
    ['a text', 'hi', { remaining: -1, count }, 'The messages of trimHistory() must be an array; received a string.'],
    ['an object', {}, { remaining: -1, count }, 'The messages of trimHistory() must be an array; received an object.'],
    [
      'a message that is null',
      [user(), null],
      { remaining: 0, count },
      '"messages[1]" of trimHistory() must be an object; received null.',
    ],
    [
      'a missing message',
      [undefined],
      { remaining: 0, count },
      '"messages[0]" of trimHistory() must be an object; received undefined.',
    ],
    [
      'no options',
      chat,
      undefined,
      'The options of trimHistory() must be an object with "remaining" and "count"; received undefined.',
    ],
    [
      'options that are an array',
      chat,
      [],
      'The options of trimHistory() must be an object with "remaining" and "count"; received an array.',
    ],
    ...[Number.NaN, Infinity, -Infinity, undefined].map(
      (remaining) =>
        [
          `${remaining} as remaining`,
          chat,
          { remaining, count },
          `"remaining" of trimHistory() must be a finite number; received ${remaining}.`,
        ] as [string, unknown, unknown, string],
    ),
    [
      'a text as remaining',
      chat,
      { remaining: '3', count },
      '"remaining" of trimHistory() must be a finite number; received a string.',
    ],
    ['no count', chat, { remaining: 0 }, '"count" of trimHistory() must be a function; received undefined.'],
    [
      'a number as count',
      chat,
      { remaining: -1, count: 5 },
      '"count" of trimHistory() must be a function; received 5.',
    ],
    ...[undefined, null, Number.NaN, Infinity, -Infinity].flatMap((tokens) =>
      [() => tokens, async () => tokens].map(
        (counts) =>
          [
            `a count of ${tokens}`,
            chat,
            { remaining: -1, count: counts },
            `"count" of trimHistory() must return a finite number or a promise of one; received ${tokens}.`,
          ] as [string, unknown, unknown, string],
      ),
    ),
    [
      'a count of {}',
      chat,
      { remaining: -1, count: () => ({}) },
      '"count" of trimHistory() must return a finite number or a promise of one; received an object.',
    ],
    [
      'a count of a text',
      chat,
      { remaining: -1, count: async () => '5' },
      '"count" of trimHistory() must return a finite number or a promise of one; received a string.',
    ],
  ])('rejects %s', async (_, messages, options, message) => {
    const run = async () => trimHistory(messages as never, options as never);
    await expect(run()).rejects.toMatchObject({ code: 'invalid_request', message });
  });

  test('keeps messages with the role developer wherever they are', () => {
    const developer = { role: 'developer', content: 'D' } as unknown as Message;
    expect(kept([developer, says('hi'), user('1'), developer, says('1'), user('2')], -21)).toEqual([0, 0, 5]);
  });

  test('is fast for a long history whose results follow an interruption', () => {
    // A quadratic search takes minutes for it, and the test a fraction of a second.
    const long = Array.from({ length: 50_000 }, (_, turn) => [
      user(),
      calls(`${turn}`),
      user(),
      result(`${turn}`),
    ]).flat();
    expect(kept(long.slice(0, 8), -1)).toEqual([4, 5, 6, 7]);
    expect(trimHistory(long, { remaining: -1, count }).removed).toEqual(long.slice(0, 4));
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
