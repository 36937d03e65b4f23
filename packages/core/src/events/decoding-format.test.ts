import { expect, test } from 'vitest';
import type { Warning } from '../contract/warning.js';
import { DecodingFormat } from './decoding-format.js';

class NumberFormat extends DecodingFormat<number> {
  take(json: unknown): false | void {
    if (typeof json !== 'number') return this.skip(json);
    this.push(json);
  }
}

function record(values: readonly unknown[]): string[] {
  const calls: string[] = [];
  const format = new NumberFormat({
    push: (value) => calls.push(`push ${value}`),
    warn: ({ code, message }: Warning) => calls.push(`${code}: ${/\((.*)\)/.exec(message)?.[1]}`),
    end: () => calls.push('end'),
  });
  for (const value of values) format.take(value);
  format.finish();
  return calls;
}

test.each<[what: string, values: readonly unknown[], calls: readonly string[]]>([
  ['nothing', [], ['end']],
  ['only values', [1, 2], ['push 1', 'push 2', 'end']],
  ['a skipped value', [1, 'secret', 2], ['push 1', 'data_skipped: string', 'push 2', 'end']],
  ['several skipped values', [1, null, 2, 'x', []], ['push 1', 'data_skipped: null', 'push 2', 'end']],
  ['a skipped value before the first', ['x', null, 1, 2], ['push 1', 'data_skipped: string', 'push 2', 'end']],
  ['only skipped values', [true, null], ['data_skipped: boolean', 'end']],
])('reports %s', (_what, values, calls) => {
  expect(record(values)).toEqual(calls);
});

test('skips a value of a receiver that takes no warnings', () => {
  const values: number[] = [];
  const format = new NumberFormat({ push: (value) => values.push(value) });
  expect([format.take(null), format.take(1), format.take('x')]).toEqual([false, undefined, false]);
  format.finish();
  expect(values).toEqual([1]);
});

test('has no partial response before the first value', () => {
  const partial = { text: 'a', toolCalls: [], toolResults: [], warnings: [], model: 'm', route: 'r' };
  const format = new NumberFormat({ push: () => {}, partial: () => partial });
  format.take(null);
  expect(format.partial()).toBeUndefined();
  format.take(1);
  expect(format.partial()).toBe(partial);
});
