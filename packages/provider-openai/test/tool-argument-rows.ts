import { callChunk } from './chunks.js';
import { head, piece, type Row } from './tool-call-rows.js';

/** Chunks of one call `f` with the id `a`, whose arguments arrive in these pieces. */
const pieces = (first: unknown, ...rest: readonly unknown[]): object[] => [
  callChunk(head(0, 'a', 'f', first)),
  ...rest.map((args) => callChunk(piece(0, args))),
];

const one = (args: string, error?: 'error'): Row[2] => [
  error === undefined ? ['f', args, 'a'] : ['f', args, 'a', error],
];

const CITY = '{"city": "Seattle", "unit": "celsius"}';

/** The forms in which servers send arguments more than once, incomplete, or not as an object. */
export const ARGUMENT_ROWS: readonly Row[] = [
  // An empty object first.
  [
    'an empty object and then the arguments (Gemini: microsoft/autogen issue 6843)',
    pieces('{}', '{"x":1}'),
    one('{"x":1}'),
  ],
  [
    'an empty object and then the arguments, without an index and an id (Gemini)',
    [callChunk(head(undefined, 'a', 'f', '{}')), callChunk(piece(undefined, '{"x":1}'))],
    one('{"x":1}'),
  ],
  [
    'an empty object and then the arguments in pieces (Anthropic converters: envoyproxy/ai-gateway issue 1465)',
    pieces('{}', '', '{"x"', ':', '1}'),
    one('{"x":1}'),
  ],
  ['an empty object that is not a string', pieces({}, '{"x":1}'), one('{"x":1}')],
  ['an empty object in pieces and then the arguments', pieces('{', '}', '{"x":1}'), one('{"x":1}')],
  ['an empty object in pieces and then the arguments in pieces', pieces('{', '}', '{', '"x":1', '}'), one('{"x":1}')],
  ['an empty object with whitespace', pieces('{ }', '\n', '{"x":1}'), one('{"x":1}')],
  ['an empty object with whitespace in pieces', pieces(' ', '{', ' ', '}', ' {"x":1}'), one(' { "x":1}')],
  ['null in a string and then the arguments', pieces('null', '{"x":1}'), one('{"x":1}')],
  ['null in a string alone', pieces('null'), one('null')],
  ['the arguments after an empty object in one piece', pieces('{}{"x":1}'), one('{"x":1}')],
  ['an empty object twice', pieces('{}', '{}'), one('{}')],
  ['an empty object in pieces', pieces('{', '}'), one('{}')],
  ['an empty object and whitespace', pieces('{}', '\n'), one('{}\n')],
  ['an empty object and text', pieces('{}', 'x', '{"x":1}'), one('{}x{"x":1}', 'error')],
  [
    'an empty object and then the arguments, with the same id and name',
    [callChunk(head(0, 'a', 'f', '{}')), callChunk(head(0, 'a', 'f', '{"x":1}'))],
    one('{"x":1}'),
  ],
  [
    'an empty object and then the arguments, with the name and without an id',
    [callChunk(head(0, 'a', 'f', '{}')), callChunk(head(0, undefined, 'f', '{"x":1}'))],
    one('{"x":1}'),
  ],
  [
    'two calls of a tool on one index, the first without arguments',
    [callChunk(head(0, 'a', 'f', '{}')), callChunk(head(0, 'b', 'f', '{"x":1}'))],
    [
      ['f', '{}', 'a'],
      ['f', '{"x":1}', 'b'],
    ],
  ],

  // The arguments twice.
  ['the arguments twice (lidge-jun/opencodex issue 361)', pieces('', CITY, CITY), one(CITY)],
  ['the arguments twice in one piece (vllm-project/vllm issue 51697)', pieces('', CITY + CITY), one(CITY)],
  ['the arguments three times', pieces(CITY, CITY, CITY), one(CITY)],
  ['the arguments again in pieces', pieces('{"x"', ':1}', '{"x"', ':1}'), one('{"x":1}')],
  [
    'the arguments again with other whitespace and order (vllm-project/vllm issue 36857)',
    pieces('{"unit":"celsius",', '"city":"Seattle"}', CITY),
    one('{"unit":"celsius","city":"Seattle"}'),
  ],
  ['the arguments again as a string (BerriAI/litellm issue 20480)', pieces('', CITY, JSON.stringify(CITY)), one(CITY)],
  [
    'the arguments again with a new id',
    [...pieces('{"x":1}'), callChunk(piece(0, '{"x":1}', { id: 'b' }))],
    one('{"x":1}'),
  ],
  [
    'the arguments again with the id, the name and other whitespace (vllm-project/vllm issue 44098)',
    [...pieces('{"x":1}'), callChunk(head(0, 'a', 'f', '{ "x": 1 }'))],
    one('{"x":1}'),
  ],
  [
    'an empty object after the arguments (vllm-project/vllm pull request 57809)',
    pieces('{"x":1}', '{}'),
    one('{"x":1}'),
  ],
  ['other arguments after the arguments', pieces('{"x":1}', '{"x":2}'), one('{"x":1}{"x":2}', 'error')],
  ['text after the arguments', pieces('{"x":1}', ' x'), one('{"x":1} x', 'error')],
  [
    'an end of the object that comes too early (vllm-project/vllm pull request 48705)',
    pieces('{"city": "NYC"}', ' "unit": "celsius"}'),
    one('{"city": "NYC"} "unit": "celsius"}', 'error'),
  ],

  // A part of the arguments, and then all of them.
  ['the opening brace and then the arguments (vllm-project/vllm issue 51697)', pieces('{', CITY), one(CITY)],
  ['the opening brace and then the arguments in pieces', pieces('{', '{"x"', ':1}'), one('{"x":1}')],
  [
    'the arguments without their end and then the arguments (vllm-project/vllm issue 42167)',
    pieces('{"city": ', '"Seattle", "unit": "celsius"', CITY),
    one(CITY),
  ],
  [
    'a part of the arguments and then the arguments in one piece without a name (sgl-project/sglang issue 23071)',
    [
      callChunk(head(0, 'a', 'f')),
      callChunk({ index: 1, id: null, function: { name: null, arguments: `{"city": "Seattle"${CITY}` } }),
    ],
    one(CITY),
  ],
  [
    'the arguments so far in each piece (NousResearch/hermes-agent pull request 35718)',
    pieces('{"ci', '{"city": "Sea', '{"city": "Seattle", "un', CITY),
    one(CITY),
  ],
  [
    'the arguments so far in each piece, also at the end (langchain-ai/langgraphjs issue 2570)',
    pieces('{"x":', '{"x":1', '{"x":1}', '{"x":1}'),
    one('{"x":1}'),
  ],
  ['an object whose value begins like it', pieces('{"x":', '{"x":', '1}}'), one('{"x":{"x":1}}')],
  ['arguments that end early', pieces('{"x":', '{"x":'), one('{"x":{"x":', 'error')],

  // Not an object.
  [
    'a string with the arguments in it (oracle/langchain-oracle pull request 70)',
    pieces(String.raw`"{\"x\"`, String.raw`:1}"`),
    one(String.raw`"{\"x\":1}"`),
  ],
  [
    'a string with other text in it (vllm-project/vllm pull request 54964)',
    pieces('"{hello world}"'),
    one('"{hello world}"', 'error'),
  ],
  ['an array', pieces('[1]'), one('[1]', 'error')],
  ['a number', pieces('5'), one('5', 'error')],
  ['an array that is not a string', pieces([1]), one('[1]', 'error')],
  [
    'null and an empty id at the end (DashScope: voocel/ainovel-cli issue 52)',
    [...pieces('{"x":1}'), callChunk(piece(0, null, { id: '' }))],
    one('{"x":1}'),
  ],
  ['whitespace only', pieces(' '), one(' ')],
];
