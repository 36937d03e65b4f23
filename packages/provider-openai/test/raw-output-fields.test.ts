import { describe, expect, test } from 'vitest';
import { decodeChatResponse } from '../src/chat-completions/decode-chat-response.js';
import type { ChatCompletion } from '../src/chat-completions/wire.js';
import { chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';

/** Puts a field into a place of a chunk, or of a complete response. */
type Place = readonly [place: string, inChunk: (field: object) => object, inResponse: (field: object) => object];

function responseWith(message: object, top: object = {}): object {
  return {
    id: 'x',
    model: 'm',
    choices: [{ index: 0, message: { content: 'Hi', ...message }, finish_reason: 'stop' }],
    ...top,
  };
}

const TOP: Place = ['a chunk', (field) => chunk({ content: 'Hi' }, {}, field), (field) => responseWith({}, field)];
const DELTA: Place = ['a delta', (field) => chunk(field), (field) => responseWith(field)];
const NESTED: Place = [
  'a field of the gateway',
  (field) => chunk({ provider_specific_fields: field }),
  (field) => responseWith({ provider_specific_fields: field }),
];

/** The ways in which the pieces of a field are joined: two pieces, what they are together, and the fields of each place. */
const JOININGS: readonly (readonly [
  how: string,
  pieces: readonly [unknown, unknown],
  joined: unknown,
  Place,
  fields: string,
])[] = [
  [
    'replaces the earlier value',
    [['a'], ['a', 'b']],
    ['a', 'b'],
    TOP,
    `citations search_results images videos related_questions web_search sources search_info references
      vertex_ai_grounding_metadata vertex_ai_url_context_metadata vertex_ai_citation_metadata`,
  ],
  ['replaces the earlier object', [{ a: 1 }, { b: 2 }], { b: 2 }, DELTA, 'audio_content context'],
  [
    'continues the list',
    [['a'], ['b']],
    ['a', 'b'],
    DELTA,
    'annotations images citations reasoning_steps executed_tools',
  ],
  ['adds its text', [{ data: 'AA' }, { data: 'BB' }], { data: 'AABB' }, DELTA, 'audio'],
  ['continues the list', [['a'], ['b']], ['a', 'b'], NESTED, 'citations'],
  ['is an item of the list', ['a', 'b'], ['a', 'b'], NESTED, 'citation'],
];

const ROWS = JOININGS.flatMap(([how, pieces, joined, place, fields]) =>
  fields.split(/\s+/).map((field) => ({ field, how, pieces, joined, place })),
);

describe.each(ROWS)('$field in $place.0', ({ field, how, pieces, joined, place: [, inChunk, inResponse] }) => {
  test(`is raw output of a stream, where it ${how}`, () => {
    const values = pieces.map((piece) => ({ [field]: piece }));
    const { events, response } = chatOf([...values.map((value) => inChunk(value)), stop()]);
    expect(events.flatMap((event) => (event.type === 'raw' ? [event.value] : []))).toEqual(values);
    expect(response.extra).toEqual({ [field]: joined });
  });

  test('is raw output of a complete response', () => {
    const [piece] = pieces;
    const body = inResponse({ [field]: piece }) as unknown as ChatCompletion;
    const about = { model: 'm', route: 'openai', warnings: [], generateId: () => 'made' };
    const { extra } = decodeChatResponse(body, about);
    expect(extra).toEqual({ [field]: field === 'citation' ? [piece] : piece });
  });
});
