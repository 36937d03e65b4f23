import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { PartialJsonParser } from './partial-json-parser.js';
import type { JsonPath } from './value-builder.js';

interface Call {
  readonly delta?: string;
  readonly value?: unknown;
  readonly path: JsonPath;
}

function callsOf(pieces: readonly string[]): Call[] {
  const calls: Call[] = [];
  const parser = new PartialJsonParser({
    onStringDelta: (delta, path) => calls.push({ delta, path }),
    onValueEnd: (value, path) => calls.push({ value, path }),
  });
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return calls;
}

describe('callbacks', () => {
  test('receive the parts of strings and the values that end, with their paths', () => {
    expect(callsOf(['{"a":["b', 'c\\', 'nd', '",1', '2],"e":{', '"f":null}', '}'])).toEqual([
      { delta: 'b', path: ['a', 0] },
      { delta: 'c', path: ['a', 0] },
      { delta: '\nd', path: ['a', 0] },
      { value: 'bc\nd', path: ['a', 0] },
      { value: 12, path: ['a', 1] },
      { value: ['bc\nd', 12], path: ['a'] },
      { value: null, path: ['e', 'f'] },
      { value: { f: null }, path: ['e'] },
      { value: { a: ['bc\nd', 12], e: { f: null } }, path: [] },
    ]);
  });

  test('are called once for a string in a piece, whatever it contains', () => {
    expect(callsOf(['["a\\u00e9\\n😀b","","c"]'])).toEqual([
      { delta: 'aé\n😀b', path: [0] },
      { value: 'aé\n😀b', path: [0] },
      { value: '', path: [1] },
      { delta: 'c', path: [2] },
      { value: 'c', path: [2] },
      { value: ['aé\n😀b', '', 'c'], path: [] },
    ]);
  });

  test('do not receive halves of surrogate pairs', () => {
    const deltas = callsOf(['"\ud83d', '\ude00\\ud83d', '\\ude', '00', '\ud83d', '"']).map(({ delta }) => delta);
    expect(deltas).toEqual(['😀', '😀', '\ud83d', undefined]);
  });

  test('find the current value in the parser', () => {
    const values: unknown[] = [];
    const read = (): void => void values.push(parser.value);
    const parser = new PartialJsonParser({ onStringDelta: read, onValueEnd: read });
    parser.write('{"a":"b');
    parser.write('c","d":[1,2]}');
    expect(values).toEqual([
      { a: 'b' },
      { a: 'bc' },
      { a: 'bc' },
      { a: 'bc', d: [1] },
      { a: 'bc', d: [1, 2] },
      { a: 'bc', d: [1, 2] },
      { a: 'bc', d: [1, 2] },
    ]);
    expect(parser.isComplete).toBe(true);
  });

  test('receive items that later snapshots share', () => {
    const items: unknown[] = [];
    const parser = new PartialJsonParser({
      onValueEnd: (value, path) => {
        if (path.length === 1) items.push(value);
      },
    });
    for (const char of '[{"a":"b"},[1],{"c":{}}]') {
      parser.write(char);
      void parser.value;
    }
    const value = parser.end() as unknown[];
    expect(items.map((item, index) => item === value[index])).toEqual([true, true, true]);
  });

  test('end the parser if they throw', () => {
    const failure = new Error('The application failed.');
    const parser = new PartialJsonParser({
      onValueEnd: () => {
        throw failure;
      },
    });
    expect(thrownBy(() => parser.write('[1,2]'))).toBe(failure);
    expect(thrownBy(() => parser.write(']'))).toBe(failure);
    expect(parser.value).toEqual([1]);
  });
});
