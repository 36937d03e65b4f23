import { callChunk, chunk } from './chunks.js';

/** A call. With `error`, it has no input but a `parseError`. */
export type Call = readonly [name: string, args: string, id?: string, error?: 'error'];

export type Row = readonly [deviation: string, values: readonly unknown[], expected: readonly Call[]];

export const piece = (index: number | string | undefined, args: unknown, more: object = {}): object => ({
  ...(index === undefined ? {} : { index }),
  function: { arguments: args },
  ...more,
});

export const head = (
  index: number | string | undefined,
  id: string | null | undefined,
  name: string | null,
  args: unknown = '',
): object => ({
  ...(index === undefined ? {} : { index }),
  ...(id === undefined ? {} : { id }),
  type: 'function',
  function: { name, arguments: args },
});

/** The forms in which OpenAI-compatible servers stream tool calls, collected from their sources, issues and recordings. */
export const ROWS: readonly Row[] = [
  [
    'id and name first, arguments in pieces',
    [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{"x"')), callChunk(piece(0, ':1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'two calls, one after the other',
    [callChunk(head(0, 'a', 'f', '{}')), callChunk(head(1, 'b', 'g')), callChunk(piece(1, '{"y":2}'))],
    [
      ['f', '{}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  [
    'two calls, interleaved',
    [
      callChunk(head(0, 'a', 'f'), head(1, 'b', 'g')),
      callChunk(piece(0, '{"x"'), piece(1, '{"y"')),
      callChunk(piece(1, ':2}'), piece(0, ':1}')),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  ['a complete call in one chunk', [callChunk(head(0, 'a', 'f', '{"x":1}'))], [['f', '{"x":1}', 'a']]],
  [
    'a complete call without an index (Mistral, Gemini)',
    [callChunk(head(undefined, 'a', 'f', '{"x":1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'two complete calls without an index',
    [callChunk(head(undefined, 'a', 'f', '{"x":1}')), callChunk(head(undefined, 'b', 'f', '{"x":2}'))],
    [
      ['f', '{"x":1}', 'a'],
      ['f', '{"x":2}', 'b'],
    ],
  ],
  [
    'two complete calls without an index and an id, in one chunk',
    [callChunk(head(undefined, '', 'f', '{"x":1}'), head(undefined, '', 'f', '{"x":2}'))],
    [
      ['f', '{"x":1}', 'made-1'],
      ['f', '{"x":2}', 'made-2'],
    ],
  ],
  [
    'two calls without an index and without arguments',
    [callChunk(head(undefined, 'a', 'f')), callChunk(head(undefined, 'b', 'g'))],
    [
      ['f', '', 'a'],
      ['g', '', 'b'],
    ],
  ],
  [
    'pieces without an index',
    [callChunk(head(undefined, 'a', 'f')), callChunk(piece(undefined, '{"x"')), callChunk(piece(undefined, ':1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'pieces without an index, distinguished by id',
    [
      callChunk(head(undefined, 'a', 'f')),
      callChunk(head(undefined, 'b', 'g')),
      callChunk(piece(undefined, '{"x":1}', { id: 'a' })),
      callChunk(piece(undefined, '{"y":2}', { id: 'b' })),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  [
    'the name on every piece, without an index',
    [callChunk(head(undefined, undefined, 'f', '{"x"')), callChunk(head(undefined, undefined, 'f', ':1}'))],
    [['f', '{"x":1}']],
  ],
  ['a null id later', [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{}', { id: null }))], [['f', '{}', 'a']]],
  ['an empty id later', [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{}', { id: '' }))], [['f', '{}', 'a']]],
  ['no id at all', [callChunk(head(0, undefined, 'f', '{}'))], [['f', '{}', 'made-1']]],
  [
    'a new id on every chunk',
    [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{"x"', { id: 'b' })), callChunk(piece(0, ':1}', { id: 'c' }))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'a new id and the same name on every chunk',
    [callChunk(head(0, 'a', 'f', '{"x"')), callChunk(head(0, 'b', 'f', ':1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'a new id on every chunk, without an index',
    [callChunk(head(undefined, 'a', 'f', '{"x"')), callChunk(piece(undefined, ':1}', { id: 'b' }))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'the same id for all calls',
    [callChunk(head(0, '0', 'f', '{"x":1}')), callChunk(head(0, '0', 'g', '{"y":2}'))],
    [
      ['f', '{"x":1}', '0'],
      ['g', '{"y":2}', 'made-1'],
    ],
  ],
  ['a numeric id', [callChunk({ ...head(0, undefined, 'f', '{}'), id: 7 })], [['f', '{}', '7']]],
  ['no type', [callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } })], [['f', '{}', 'a']]],
  ['an empty name later', [callChunk(head(0, 'a', 'f')), callChunk(head(0, null, '', '{}'))], [['f', '{}', 'a']]],
  ['a null name later', [callChunk(head(0, 'a', 'f')), callChunk(head(0, null, null, '{}'))], [['f', '{}', 'a']]],
  [
    'the name after the id',
    [callChunk(head(0, 'a', null)), callChunk(piece(0, '{"x"')), callChunk(head(0, null, 'f', ':1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  ['no name at all', [callChunk(piece(0, '{"x":1}'))], [['', '{"x":1}', 'made-1', 'error']]],
  ['only an index', [callChunk({ index: 0 }), callChunk(head(1, 'a', 'f', '{}'))], [['f', '{}', 'a']]],
  [
    'a later piece with only metadata',
    [callChunk(head(0, 'a', 'f', '{}')), callChunk({ index: 0, extra_content: { google: {} } })],
    [['f', '{}', 'a']],
  ],
  [
    'a complete call sent again at the end',
    [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{"x":1}')), callChunk(head(0, 'a', 'f', '{"x":1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'whitespace after complete arguments',
    [callChunk(head(0, 'a', 'f', '{"x":1}')), callChunk(piece(0, '\n'))],
    [['f', '{"x":1}\n', 'a']],
  ],
  [
    'a brace inside a string',
    [callChunk(head(0, 'a', 'f', '{"x":"}')), callChunk(piece(0, '{\\"')), callChunk(piece(0, '{"}'))],
    [['f', '{"x":"}{\\"{"}', 'a']],
  ],
  ['arguments as an object', [callChunk(head(0, 'a', 'f', { x: 1 }))], [['f', '{"x":1}', 'a']]],
  ['null arguments', [callChunk(head(0, 'a', 'f', null))], [['f', '', 'a']]],
  [
    'the legacy function_call',
    [chunk({ function_call: { name: 'f', arguments: '{"x"' } }), chunk({ function_call: { arguments: ':1}' } })],
    [['f', '{"x":1}', 'made-1']],
  ],
  [
    'an id named __proto__',
    [callChunk(head(undefined, '__proto__', 'f')), callChunk(piece(undefined, '{}', { id: '__proto__' }))],
    [['f', '{}', '__proto__']],
  ],
  [
    'calls that are not objects',
    [chunk({ tool_calls: [null, 'x', 5] }), callChunk(head(0, 'a', 'f', '{}'))],
    [['f', '{}', 'a']],
  ],
];
