import { createParser } from 'eventsource-parser';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { SseReader } from './sse-reader.js';

type Told = [data: string, name: string | undefined];

/** Lines that are events or similar to events, and lines around them. */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('data: {"a":1}', 'data:{"a":2}', 'data: [DONE]', 'event: piece', '', '') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'data:',
      'data: ',
      'data',
      'data:  x',
      'event:',
      'event',
      'id: 5',
      'retry: 1',
      ': hello',
      ':',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('{"error":"x"}', ' data: x', '\uFEFFdata: x', 'date: x', 'eventual: x') },
);
const lineEnd = fc.oneof(
  { weight: 12, arbitrary: fc.constant('\n') },
  { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r') },
);
const streams = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 30 })
  .map((rows) => rows.map(([text, end]) => text + end).join(''));

function read(pieces: readonly string[]): Told[] {
  const told: Told[] = [];
  const reader = new SseReader({ event: (data, name) => told.push([data, name]), strayLine() {} }, 1_000_000);
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return told;
}

function parse(text: string): Told[] {
  const told: Told[] = [];
  const parser = createParser({ onEvent: ({ data, event }) => told.push([data, event]) });
  parser.feed(text);
  parser.feed('\n\n');
  return told;
}

function split(text: string, places: readonly number[]): string[] {
  const edges = [0, ...places.map((place) => place % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return edges.slice(1).map((end, index) => text.slice(edges[index], end));
}

test('reports the same events as eventsource-parser, at any split', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(), { maxLength: 4 }), (text, places) => {
      expect(read(split(text, places))).toEqual(parse(text));
    }),
    { numRuns: 3000 },
  );
});
