import { describe, expect, test } from 'vitest';
import { BlockList } from './block-list.js';

/** Returns the blocks after deltas with these pieces. */
function join(...deltas: (readonly unknown[])[]): unknown[] {
  const list = new BlockList();
  for (const pieces of deltas) list.add(pieces);
  return list.toJson();
}

const text = (piece: string, more: object = {}) => ({ type: 'reasoning.text', text: piece, ...more });

describe('pieces', () => {
  test.each<[string, unknown[][], unknown[]]>([
    ['none', [], []],
    ['with an index', [[text('a', { index: 0 })], [text('b', { index: 0 })]], [text('ab', { index: 0 })]],
    [
      'alternating between two indexes',
      [[text('a', { index: 0 })], [text('c', { index: 1 })], [text('b', { index: 0 })]],
      [text('ab', { index: 0 }), text('c', { index: 1 })],
    ],
    [
      'with one index and two types',
      [[text('a', { index: 0 })], [{ type: 'reasoning.encrypted', data: 'x', index: 0 }], [text('b', { index: 0 })]],
      [text('ab', { index: 0 }), { type: 'reasoning.encrypted', data: 'x', index: 0 }],
    ],
    [
      'with one index and two ids',
      [[text('a', { index: 0, id: 'i' })], [text('b', { index: 0, id: 'j' })]],
      [text('a', { index: 0, id: 'i' }), text('b', { index: 0, id: 'j' })],
    ],
    [
      'without a type',
      [[text('a', { index: 0 })], [{ signature: 's', index: 0 }]],
      [text('a', { index: 0, signature: 's' })],
    ],
    ['without an index', [[text('a')], [text('b')]], [text('ab')]],
    [
      'without an index after a signature',
      [[text('a', { signature: 's' })], [text('b')], [text('c')]],
      [text('a', { signature: 's' }), text('bc')],
    ],
    [
      'without an index after a block of another type',
      [[text('a')], [{ type: 'redacted_thinking', data: 'x' }], [text('b')]],
      [text('a'), { type: 'redacted_thinking', data: 'x' }, text('b')],
    ],
    [
      'that are encrypted, without an index',
      [[{ type: 'redacted_thinking', data: 'x' }], [{ type: 'redacted_thinking', data: 'y' }]],
      [
        { type: 'redacted_thinking', data: 'x' },
        { type: 'redacted_thinking', data: 'y' },
      ],
    ],
    [
      'that are encrypted, with an index',
      [[{ type: 'reasoning.encrypted', data: 'x', index: 0 }], [{ type: 'reasoning.encrypted', data: 'y', index: 0 }]],
      [
        { type: 'reasoning.encrypted', data: 'x', index: 0 },
        { type: 'reasoning.encrypted', data: 'y', index: 0 },
      ],
    ],
    [
      'that are encrypted and sent twice',
      [[{ type: 'reasoning.encrypted', data: 'x', index: 0 }], [{ type: 'reasoning.encrypted', data: 'x', index: 0 }]],
      [{ type: 'reasoning.encrypted', data: 'x', index: 0 }],
    ],
    [
      'of which the signed one repeats the text (LiteLLM)',
      [[text('a', { signature: '' })], [text('b', { signature: '' })], [text('ab', { signature: 's' })]],
      [text('ab', { signature: 's' })],
    ],
    [
      'of which the signed one has the last text',
      [[text('a')], [text('b', { signature: 's' })]],
      [text('ab', { signature: 's' })],
    ],
    [
      'of a summary',
      [
        [{ type: 'reasoning.summary', summary: 'a', index: 0 }],
        [{ type: 'reasoning.summary', summary: 'b', index: 0 }],
      ],
      [{ type: 'reasoning.summary', summary: 'ab', index: 0 }],
    ],
    // `null` does not replace a value, but is kept where it is the only one.
    [
      'with null',
      [[text('a', { id: null, format: 'f' })], [text('b', { format: null })]],
      [text('ab', { id: null, format: 'f' })],
    ],
    ['of one delta', [[text('a'), text('b')]], [text('a'), text('b')]],
    [
      'of one delta with an index',
      [[text('a', { index: 0 }), text('b', { index: 0 })]],
      [text('a', { index: 0 }), text('b', { index: 0 })],
    ],
    ['that are not objects', [['a', null], ['b']], ['a', null, 'b']],
    [
      'with lists of parts',
      [
        [{ type: 'thinking', thinking: [{ type: 'text', text: 'a' }] }],
        [{ type: 'thinking', thinking: [{ type: 'text', text: 'b' }] }],
      ],
      [{ type: 'thinking', thinking: [{ type: 'text', text: 'ab' }] }],
    ],
  ])('%s', (_, deltas, expected) => {
    expect(join(...deltas)).toEqual(expected);
  });
});

describe('texts', () => {
  const WHOLE = 'The user asks for a number.';
  test.each([
    ['increments', ['The ', 'user'], 'The user'],
    ['increments of which the second begins with the first', ['1', '12', ' b'], '112 b'],
    ['two short increments of which the second begins with the first', [' ', ' the'], '  the'],
    ['equal short increments', ['1', '1', '1'], '111'],
    ['cumulative texts', ['The', 'The user', WHOLE], WHOLE],
    ['two long cumulative texts', [WHOLE, `${WHOLE} So`], `${WHOLE} So`],
    ['a long text that is sent again', ['The', 'The user', WHOLE, WHOLE], WHOLE],
    ['one long text sent twice', [WHOLE, WHOLE], WHOLE],
    ['texts that stop being cumulative', ['1', '12', '123', '4'], '1121234'],
    ['empty texts', ['', 'a', ''], 'a'],
  ])('%s', (_, pieces, expected) => {
    expect(join(...pieces.map((piece) => [text(piece)]))).toEqual([text(expected)]);
  });
});

test('does not change the pieces', () => {
  const first = Object.freeze(text('a', { index: 0 }));
  expect(join([first], [text('b', { index: 0 })])).toEqual([text('ab', { index: 0 })]);
  expect(first).toEqual(text('a', { index: 0 }));
});

test('keeps keys that are names of a prototype as own keys', () => {
  const piece = JSON.parse('{"type":"x","__proto__":{"polluted":1}}') as object;
  const [block] = join([piece], [piece]) as object[];
  expect(Object.keys(block ?? {})).toEqual(['type', '__proto__']);
  expect({}).not.toHaveProperty('polluted');
});

test('keeps values that are nested too deeply to be joined', () => {
  const deep: unknown = JSON.parse('[{"summary":'.repeat(3000) + '1' + '}]'.repeat(3000));
  expect(() =>
    JSON.stringify(join([{ index: 0, summary: deep }], [{ index: 0, signature: 's' }]).length),
  ).not.toThrow();
  expect(join([{ index: 0, summary: deep }], [{ index: 0, signature: 's' }])).toHaveLength(1);
});
