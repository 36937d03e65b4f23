import { callChunk, chunk } from './chunks.js';
import { head, piece, type Call } from './tool-call-rows.js';

type NameRow = readonly [
  deviation: string,
  offered: readonly string[],
  values: readonly unknown[],
  expected: readonly Call[],
];

const WEATHER = ['get_weather'];
const BOTH = ['get', 'get_weather'];

/** The forms in which servers send the name of a tool, and which tools the request offers. */
export const NAME_ROWS: readonly NameRow[] = [
  [
    'a name in pieces (continuedev/continue pull request 5849)',
    WEATHER,
    [callChunk(head(0, 'a', 'get_wea')), callChunk(head(0, null, 'ther')), callChunk(piece(0, '{"x":1}'))],
    [['get_weather', '{"x":1}', 'a']],
  ],
  [
    'a name in three pieces, the last with arguments (ankit373/hydra pull request 958)',
    WEATHER,
    [callChunk(head(0, 'a', 'get')), callChunk(head(0, 'a', '_wea')), callChunk(head(0, 'a', 'ther', '{"x":1}'))],
    [['get_weather', '{"x":1}', 'a']],
  ],
  [
    'a name in pieces without an index',
    WEATHER,
    [
      callChunk(head(undefined, 'a', 'get_wea')),
      callChunk(head(undefined, 'a', 'ther')),
      callChunk(piece(undefined, '{}')),
    ],
    [['get_weather', '{}', 'a']],
  ],
  [
    'a name in pieces without an index and an id',
    WEATHER,
    [callChunk(head(undefined, undefined, 'get_wea')), callChunk(head(undefined, undefined, 'ther', '{}'))],
    [['get_weather', '{}']],
  ],
  [
    'a name in pieces with a new id on each',
    WEATHER,
    [callChunk(head(0, 'a', 'get_wea')), callChunk(head(0, 'b', 'ther', '{}'))],
    [['get_weather', '{}', 'a']],
  ],
  [
    'a name in pieces that is also that of two other tools',
    ['a', 'b', 'ab'],
    [callChunk(head(0, 'x', 'a')), callChunk(head(0, 'x', 'b', '{}'))],
    [['ab', '{}', 'x']],
  ],
  [
    'two tools whose names together are that of a third',
    ['a', 'b', 'ab'],
    [callChunk(head(0, 'x', 'a')), callChunk(head(0, 'y', 'b', '{}'))],
    [
      ['a', '', 'x'],
      ['b', '{}', 'y'],
    ],
  ],
  [
    'names in pieces of two calls',
    WEATHER,
    [
      callChunk(head(0, 'a', 'get_wea'), head(1, 'b', 'get')),
      callChunk(head(1, null, '_weather'), head(0, null, 'ther')),
      callChunk(piece(0, '{"x":1}'), piece(1, '{"x":2}')),
    ],
    [
      ['get_wea', '{"x":1}', 'a'],
      ['get_weather', '{"x":2}', 'b'],
    ],
  ],
  [
    'a name that is repeated whole in every chunk (NousResearch/hermes-agent issue 8259)',
    WEATHER,
    ['', '{"x"', ':1}'].map((args) => callChunk(head(0, 'a', 'get_weather', args))),
    [['get_weather', '{"x":1}', 'a']],
  ],
  [
    'a name that is repeated and begins another one',
    BOTH,
    [callChunk(head(0, 'a', 'get')), callChunk(head(0, 'a', 'get')), callChunk(piece(0, '{}'))],
    [['get', '{}', 'a']],
  ],
  [
    'a repeated name that is also twice the beginning of another one',
    ['go', 'gogo'],
    [callChunk(head(0, 'a', 'go')), callChunk(head(0, 'a', 'go', '{}'))],
    [['go', '{}', 'a']],
  ],
  [
    'equal pieces of a name',
    ['gogo'],
    [callChunk(head(0, 'a', 'go')), callChunk(head(0, 'a', 'go', '{}'))],
    [['gogo', '{}', 'a']],
  ],
  [
    'a name that grows (llama.cpp, common_chat_msg_diff)',
    WEATHER,
    [callChunk(head(0, 'a', 'get_wea')), callChunk(head(0, 'a', 'get_weather')), callChunk(piece(0, '{}'))],
    [['get_weather', '{}', 'a']],
  ],
  [
    'a name that begins another one, with arguments',
    BOTH,
    [callChunk(head(0, 'a', 'get', '{"x"')), callChunk(piece(0, ':1}'))],
    [['get', '{"x":1}', 'a']],
  ],
  ['a name that begins another one, and nothing else', BOTH, [callChunk(head(0, 'a', 'get'))], [['get', '', 'a']]],
  [
    'a name that begins another one, and then another call',
    BOTH,
    [callChunk(head(0, 'a', 'get')), callChunk(head(1, 'b', 'get_weather')), callChunk(piece(0, '{"x":1}'))],
    [
      ['get', '{"x":1}', 'a'],
      ['get_weather', '', 'b'],
    ],
  ],
  [
    'two calls without arguments of a tool whose name begins another one',
    BOTH,
    [callChunk(head(0, 'a', 'get')), callChunk(head(0, 'b', 'get'))],
    [
      ['get', '', 'a'],
      ['get', '', 'b'],
    ],
  ],
  [
    'pieces that lead to no offered tool',
    ['search'],
    [callChunk(head(0, 'a', 'get_wea')), callChunk(head(0, 'a', 'ther', '{}'))],
    [['get_wea', '{}', 'a']],
  ],
  [
    'pieces without offered tools',
    [],
    [callChunk(head(0, 'a', 'get_wea')), callChunk(head(0, 'a', 'ther', '{}'))],
    [['get_wea', '{}', 'a']],
  ],
  [
    'the name after the arguments',
    WEATHER,
    [callChunk(head(0, 'a', null, '{"x":1}')), callChunk(head(0, null, 'get_weather'))],
    [['get_weather', '{"x":1}', 'a']],
  ],
  [
    'the name between pieces of the arguments (vercel/ai issue 14722)',
    WEATHER,
    [
      callChunk(head(0, 'a', null)),
      callChunk(piece(0, '{"x"')),
      callChunk(head(0, null, 'get_weather')),
      callChunk(piece(0, ':1}')),
    ],
    [['get_weather', '{"x":1}', 'a']],
  ],
  [
    'an empty name and then the name with the arguments (jjang-ai/vmlx pull request 244)',
    WEATHER,
    [callChunk(head(0, 'a', '')), callChunk(head(0, 'a', 'get_weather', '{}'))],
    [['get_weather', '{}', 'a']],
  ],
  ['no name, but an id', WEATHER, [callChunk(head(0, 'a', null))], [['', '', 'a', 'error']]],
  ['no name, but an id and arguments', WEATHER, [callChunk(head(0, 'a', '', '{}'))], [['', '{}', 'a', 'error']]],
  ['a name of whitespace', WEATHER, [callChunk(head(0, 'a', ' ', '{}'))], [['', '{}', 'a', 'error']]],
  [
    'no name in a second call (xLLM-AI/xllm pull request 722)',
    WEATHER,
    [callChunk(head(0, 'a', 'get_weather', '{}')), callChunk(head(1, 'b', '', '{"x":1}'))],
    [
      ['get_weather', '{}', 'a'],
      ['', '{"x":1}', 'b', 'error'],
    ],
  ],
  ['neither a name nor an id nor arguments', WEATHER, [callChunk(head(0, '', '')), chunk({ content: 'x' })], []],
];
