import { decodeSource, SseJsonDecoder, type ResponseContext, type StreamEvent } from '@lmux/core/provider/streams';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkFormat } from '../stream/chunk-format.js';
import { ChatStreamDecoder } from './chat-stream-decoder.js';
import { CHUNKS, PIECES } from './chunk-forms.js';
import { mendChoice } from './mend-choice.js';
import type { TextPiece } from './text-piece.js';
import type { ChatCompletionChunk } from './wire.js';

const CONTEXT: ResponseContext = {
  mediaType: 'text/event-stream',
  limits: { maxBodyBytes: 1_000_000, maxEventBytes: 1_000_000 },
  apiError: (body: unknown) => new Error(JSON.stringify(body)) as never,
  apiErrorFromText: (body) => new Error(body) as never,
};

type Item = ChatCompletionChunk | TextPiece;

function itemsOf(body: string, form: ConstructorParameters<typeof ChunkFormat<Item>>[2]): Item[] {
  const items: Item[] = [];
  const decoder = new SseJsonDecoder(new ChunkFormat<Item>((item) => items.push(item), CONTEXT, form), CONTEXT);
  decoder.push(new TextEncoder().encode(body));
  if (!decoder.done) decoder.end();
  return items;
}

function eventsOf(items: readonly Item[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const errors: unknown[] = [];
  decodeSource<Item, StreamEvent>(
    {
      subscribe(observer) {
        for (const item of items) observer.next(item);
        observer.complete();
        return { pause() {}, resume() {}, cancel() {} };
      },
    },
    (emit) => new ChatStreamDecoder({ emit, model: 'm', route: 'openai', warnings: [], generateId: () => 'id' }),
  ).subscribe({ next: (event) => events.push(event), error: (error) => errors.push(error), complete() {} });
  expect(errors).toEqual([]);
  return events;
}

const PLAIN = { object: 'chat.completion.chunk', mendChoice };

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'a', ' word', '\n', '"', '世界', '\\', 'one that is longer than thirteen'),
);
/** What servers put beside the text, or instead of it. */
const extras = fc.record(
  {
    role: fc.constant('assistant'),
    content: fc.oneof({ weight: 4, arbitrary: text }, fc.constantFrom(null, [{ type: 'text', text: 'part' }])),
    reasoning_content: fc.oneof(text, fc.constant(null)),
    reasoning: fc.oneof(text, fc.constant(null)),
    reasoning_details: fc.constantFrom([], [{ text: 'r' }], null),
    refusal: fc.constantFrom(null, '', 'no'),
    tool_calls: fc.constantFrom([], null, [{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }]),
    other: fc.constantFrom('', 'x', 5),
  },
  { requiredKeys: [] },
);
const chunkOf = (delta: object, choice: object, chunk: object): object => ({
  id: 'c',
  model: 'm1',
  choices: [{ index: 0, delta, ...choice }],
  ...chunk,
});
const runs = fc
  .tuple(
    extras,
    fc.constantFrom('content', 'reasoning_content', 'reasoning'),
    fc.array(text, { maxLength: 6 }),
    fc.constantFrom<object>(
      {},
      {},
      {},
      { finish_reason: null },
      { finish_reason: 'stop' },
      { index: 1 },
      {
        logprobs: { content: [{ token: 'a', logprob: -1 }] },
      },
    ),
    fc.constantFrom<object>(
      {},
      {},
      {},
      { model: 'm2' },
      { usage: { prompt_tokens: 1 } },
      { usage: null },
      { choices: [] },
      {
        meta: { a: [1] },
      },
    ),
  )
  .map(([delta, key, words, choice, chunk]) => words.map((word) => chunkOf({ ...delta, [key]: word }, choice, chunk)));

const bodies = fc.array(runs, { maxLength: 5 }).map(
  (all) =>
    `${all
      .flat()
      .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
      .join('')}data: [DONE]\n\n`,
);

test('whatever chunks come, pieces give the events that chunks give', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const pieces = itemsOf(body, PIECES);
      const plain = itemsOf(body, PLAIN);
      expect(pieces).toHaveLength(plain.length);
      expect(eventsOf(pieces)).toEqual(eventsOf(plain));
    }),
    { numRuns: 1500 },
  );
});

test('whatever chunks come, those for the wire are the same, and nothing is shared between them', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const chunks = itemsOf(body, CHUNKS);
      const plain = itemsOf(body, PLAIN);
      expect(chunks).toEqual(plain);
      expect(JSON.stringify(chunks)).toBe(JSON.stringify(plain));
      const seen = new Set<unknown>();
      const visit = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        expect(seen.has(value)).toBe(false);
        seen.add(value);
        Object.values(value).forEach(visit);
      };
      chunks.forEach(visit);
    }),
    { numRuns: 500 },
  );
});
