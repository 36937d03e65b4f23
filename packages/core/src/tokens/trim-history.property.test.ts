import { array, assert, boolean, constant, integer, nat, oneof, property, record, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import type { Message } from '../contract/message.js';
import { removableUnits } from './history-units.js';
import { trimHistory } from './trim-history.js';

/** A message, reduced to what trimming depends on. A result belongs to one of the earlier calls, or to none. */
const step = oneof(
  { weight: 1, arbitrary: constant({ kind: 'system' } as const) },
  { weight: 5, arbitrary: constant({ kind: 'user' } as const) },
  { weight: 4, arbitrary: constant({ kind: 'says' } as const) },
  { weight: 3, arbitrary: record({ kind: constant('calls' as const), calls: integer({ min: 1, max: 3 }) }) },
  { weight: 5, arbitrary: record({ kind: constant('result' as const), of: nat({ max: 4 }) }) },
);

type Step = typeof step extends Arbitrary<infer T> ? T : never;

function toMessages(steps: readonly Step[], reusesIds: boolean): Message[] {
  const open: string[] = [];
  return steps.map((one, index): Message => {
    const content = `${index}`;
    if (one.kind === 'calls') {
      const ids = Array.from({ length: one.calls }, (_, call) => (reusesIds ? `call_${call}` : `${index}_${call}`));
      open.push(...ids);
      return { role: 'assistant', toolCalls: ids.map((id) => ({ id, name: 'f', arguments: '{}' })) };
    }
    if (one.kind === 'result') return { role: 'tool', toolCallId: open.at(-1 - one.of) ?? 'unknown', content };
    return { role: one.kind === 'says' ? 'assistant' : one.kind, content };
  });
}

/** Returns for each result the index of its call: the last one with the id before it. */
function pairs(messages: readonly Message[]): (readonly [call: number, result: number])[] {
  return messages.flatMap((message, result) => {
    if (message.role !== 'tool') return [];
    const call = messages
      .slice(0, result)
      .findLastIndex(
        (each) => each.role === 'assistant' && each.toolCalls?.some(({ id }) => id === message.toolCallId),
      );
    return call < 0 ? [] : [[call, result] as const];
  });
}

const tokensOf = (messages: readonly Message[], tokens: ReadonlyMap<Message, number>): number =>
  messages.reduce((sum, message) => sum + (tokens.get(message) ?? 0), 0);

test('a trimmed history keeps what it must, separates nothing, and is as long as possible', () => {
  assert(
    property(
      array(step, { maxLength: 30 }),
      boolean(),
      array(integer({ min: 1, max: 50 }), { minLength: 30, maxLength: 30 }),
      integer({ min: -900, max: 20 }),
      (steps, reusesIds, sizes, remaining) => {
        const messages = toMessages(steps, reusesIds);
        const tokens = new Map(messages.map((message, index) => [message, sizes[index] ?? 1]));
        const trimmed = trimHistory(messages, { remaining, count: (each) => tokensOf(each, tokens) });
        const isKept = new Set(trimmed.messages);
        // Nothing is added, changed or moved.
        expect(messages.filter((message) => isKept.has(message))).toEqual(trimmed.messages);
        expect(messages.filter((message) => !isKept.has(message))).toEqual(trimmed.removed);
        expect(trimmed.remaining).toBe(remaining + tokensOf(trimmed.removed, tokens));
        // What must be kept is kept.
        const lastUser = messages.findLast(({ role }) => role === 'user');
        const isNeeded = (message: Message): boolean => message.role === 'system' || message === lastUser;
        expect(messages.filter(isNeeded).every((message) => isKept.has(message))).toBe(true);
        // A call and its result are kept or left out together.
        for (const [call, result] of pairs(messages)) {
          expect(isKept.has(messages[call] as Message)).toBe(isKept.has(messages[result] as Message));
        }
        expect(remaining < 0 || trimmed.removed.length === 0).toBe(true);
        // Either it fits, or nothing more can be left out.
        const units = removableUnits(messages);
        const removable = units
          .flatMap(({ start, end }) => messages.slice(start, end))
          .filter(({ role }) => role !== 'system');
        const isAllRemoved = removable.every((message) => !isKept.has(message));
        expect(trimmed.remaining >= 0 || isAllRemoved).toBe(true);
        // It is as long as possible: with the newest unit that was left out, it would not fit.
        const newest = units.findLast(({ start, end }) =>
          messages.slice(start, end).some((one) => trimmed.removed.includes(one)),
        );
        const restored =
          newest && messages.slice(newest.start, newest.end).filter((one) => trimmed.removed.includes(one));
        const isTooLong = restored === undefined || trimmed.remaining - tokensOf(restored, tokens) < 0;
        expect(isTooLong).toBe(true);
      },
    ),
    { numRuns: 10_000 },
  );
});
