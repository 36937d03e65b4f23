import { callChunk } from './chunks.js';
import { head, piece, type Row } from './tool-call-rows.js';

/** The forms in which servers use the index of a tool call. */
export const INDEX_ROWS: readonly Row[] = [
  [
    'an index only in later pieces',
    [callChunk(head(undefined, 'a', 'f')), callChunk(piece(0, '{"x"')), callChunk(piece(0, ':1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'an index that counts pieces',
    [callChunk(head(0, 'a', 'f')), callChunk(piece(1, '{"x"')), callChunk(piece(2, ':1}', { id: 'a' }))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'indexes that are not small whole numbers',
    [
      callChunk(head('__proto__', 'a', 'f', '{"x"')),
      callChunk(head(-1, 'b', 'g', '{"y"')),
      callChunk(head(1e9, 'c', 'h', '{"z"')),
      callChunk(piece('__proto__', ':1}')),
      callChunk(piece(-1, ':2}')),
      callChunk(piece(1e9, ':3}')),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
      ['h', '{"z":3}', 'c'],
    ],
  ],
  [
    'an index that is a number in one piece and a string in another',
    [
      callChunk(head(0, 'a', 'f', '{"x"')),
      callChunk(head(1, 'b', 'g', '{"y"')),
      callChunk(piece('0', ':1}')),
      callChunk(piece('1', ':2}')),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  ['indexes that start at 1', [callChunk(head(1, 'a', 'f')), callChunk(piece(1, '{}'))], [['f', '{}', 'a']]],
  [
    'gaps between indexes',
    [callChunk(head(3, 'a', 'f', '{}')), callChunk(head(9, 'b', 'g', '{}'))],
    [
      ['f', '{}', 'a'],
      ['g', '{}', 'b'],
    ],
  ],
  [
    'two complete calls on one index',
    [callChunk(head(0, 'a', 'f', '{"x":1}')), callChunk(head(0, 'b', 'g', '{"y":2}'))],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  [
    'two calls in pieces on one index',
    [
      callChunk(head(0, 'a', 'f')),
      callChunk(piece(0, '{"x":1}')),
      callChunk(head(0, 'b', 'g')),
      callChunk(piece(0, '{"y":2}')),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['g', '{"y":2}', 'b'],
    ],
  ],
  [
    'two calls of a tool without arguments on one index',
    [callChunk(head(0, 'a', 'f')), callChunk(head(0, 'b', 'f'))],
    [
      ['f', '', 'a'],
      ['f', '', 'b'],
    ],
  ],
  [
    'a second id without a name on every later piece (poolsideai/pool issue 9)',
    [callChunk(head(0, 'a', 'f')), callChunk(piece(0, '{"x":1}', { id: 'b' })), callChunk(piece(0, '\n', { id: 'b' }))],
    [['f', '{"x":1}\n', 'a']],
  ],
  [
    'calls of a tool on one index with empty ids in the pieces (InternLM/lmdeploy issue 3412)',
    [
      callChunk(head(0, 'a', 'f')),
      callChunk(piece(0, '{"x":1}', { id: '' })),
      callChunk(head(0, 'b', 'f')),
      callChunk(piece(0, '{"x"', { id: '' })),
      callChunk(piece(0, ':2}', { id: '' })),
    ],
    [
      ['f', '{"x":1}', 'a'],
      ['f', '{"x":2}', 'b'],
    ],
  ],
  [
    'two calls without arguments on one index',
    [callChunk(head(0, 'a', 'f')), callChunk(head(0, 'b', 'g'))],
    [
      ['f', '', 'a'],
      ['g', '', 'b'],
    ],
  ],
  ['a negative index', [callChunk(head(-1, 'a', 'f', '{}'))], [['f', '{}', 'a']]],
  ['a huge index', [callChunk(head(1e300, 'a', 'f')), callChunk(piece(1e300, '{}'))], [['f', '{}', 'a']]],
  ['a fractional index', [callChunk(head(0.5, 'a', 'f', '{}'))], [['f', '{}', 'a']]],
  [
    'an index named __proto__',
    [
      callChunk({ ...head(undefined, 'a', 'f'), index: '__proto__' }),
      callChunk({ ...piece(undefined, '{}'), index: '__proto__' }),
    ],
    [['f', '{}', 'a']],
  ],
  [
    'other arguments under a new index, whose name never comes',
    [callChunk(head(0, 'a', 'f', '{"x":1}')), callChunk(piece(1, '{"y":2}'))],
    [
      ['f', '{"x":1}', 'a'],
      ['', '{"y":2}', 'made-1', 'error'],
    ],
  ],
  [
    'the same arguments again under a new index',
    [callChunk(head(0, 'a', 'f', '{"x":1}')), callChunk(piece(1, '{"x": 1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'equal calls in one delta, on one index and without ids',
    [callChunk(head(0, undefined, 'f', '{"x":1}'), head(0, undefined, 'f', '{"x":1}'))],
    [
      ['f', '{"x":1}', 'made-1'],
      ['f', '{"x":1}', 'made-2'],
    ],
  ],
  [
    'a call without arguments and one with them in one delta, on one index and without ids',
    [callChunk(head(0, undefined, 'f', '{}'), head(0, undefined, 'f', '{"x":1}'))],
    [
      ['f', '{}', 'made-1'],
      ['f', '{"x":1}', 'made-2'],
    ],
  ],
  [
    'the head and the arguments of one call in one delta',
    [callChunk(head(0, 'a', 'f'), piece(0, '{"x":1}'))],
    [['f', '{"x":1}', 'a']],
  ],
  [
    'a second call on one index whose name follows its id',
    [
      callChunk(head(0, 'a', 'f', '{}')),
      callChunk(head(0, 'b', null)),
      callChunk(head(0, null, 'g')),
      callChunk(piece(0, '{"y":2}')),
    ],
    [
      ['f', '{}', 'a'],
      ['g', '{"y":2}', 'made-1'],
    ],
  ],
];
