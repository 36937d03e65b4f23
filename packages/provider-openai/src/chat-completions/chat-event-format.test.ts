import { SseJsonDecoder, type BodyDecoder, type ResponseContext, type StreamEvent } from '@lmux/core/provider/streams';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkFormat } from '../decode/chunk-format.js';
import { ChatChunkFormat } from './chat-chunk-format.js';
import { ChatEventFormat } from './chat-event-format.js';
import { ChatStreamDecoder } from './chat-stream-decoder.js';
import { CHAT_CHUNK } from './normalize-choice.js';
import type { ChatCompletionChunk } from './wire.js';

const CONTEXT: ResponseContext = {
  mediaType: 'text/event-stream',
  limits: { maxBodyBytes: 1_000_000, maxStreamBytes: 1e9, maxEventBytes: 1_000_000 },
  apiError: (body: unknown) => new Error(JSON.stringify(body)) as never,
  apiErrorFromText: (body) => new Error(body) as never,
  showText: (text) => text,
};

const ABOUT = { model: 'm', route: 'openai', warnings: [], generateId: () => 'id' };

/** Reads a body to its end and returns the number of values. */
function read(decoder: BodyDecoder, body: string): number | undefined {
  decoder.push(new TextEncoder().encode(body));
  if (!decoder.done) decoder.end();
  decoder.finish?.();
  return decoder.values;
}

/** Returns the chunks of a body, each parsed separately. */
function parsedChunks(body: string): ChatCompletionChunk[] {
  const chunks: ChatCompletionChunk[] = [];
  const receiver = { push: (chunk: ChatCompletionChunk) => void chunks.push(chunk) };
  read(new SseJsonDecoder(new ChunkFormat(receiver, CONTEXT, CHAT_CHUNK), CONTEXT), body);
  return chunks;
}

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', 'a', ' word', '\n', '"', '世界', '\\', 'one that is longer than thirteen'),
);
/** Fields that servers send in addition to the text, or instead of it. */
const extras = fc.record(
  {
    role: fc.constant('assistant'),
    content: fc.oneof({ weight: 4, arbitrary: text }, fc.constantFrom(null, [{ type: 'text', text: 'part' }])),
    reasoning_content: fc.oneof(text, fc.constant(null)),
    reasoning: fc.oneof(text, fc.constant(null)),
    reasoning_details: fc.constantFrom([], [{ text: 'r' }], null),
    refusal: fc.constantFrom(null, '', 'no'),
    annotations: fc.constantFrom([], [{ type: 'url_citation' }]),
    audio: fc.constantFrom(null, { data: 'AA==' }),
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
      { citations: ['a'] },
      { citations: ['a', 'b'] },
      {
        meta: { a: [1] },
      },
    ),
  )
  .map(([delta, key, words, choice, chunk]) => words.map((word) => chunkOf({ ...delta, [key]: word }, choice, chunk)));

/** A stream without a choice is an error. */
const FIRST = chunkOf({ role: 'assistant' }, {}, {});

const bodies = fc
  .array(runs, { maxLength: 5 })
  .map(
    (all) => `${[FIRST, ...all.flat()].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`,
  );

test('emits the same events for unparsed chunks as for parsed ones', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const events: StreamEvent[] = [];
      const format = new ChatEventFormat({ ...ABOUT, emit: (event) => void events.push(event) }, CONTEXT);
      const values = read(new SseJsonDecoder(format, CONTEXT), body);
      const expected: StreamEvent[] = [];
      const decoder = new ChatStreamDecoder({ ...ABOUT, emit: (event) => void expected.push(event) });
      const chunks = parsedChunks(body);
      for (const chunk of chunks) decoder.push(chunk);
      decoder.end();
      expect(events).toEqual(expected);
      expect(values).toBe(chunks.length);
    }),
    { numRuns: 1500 },
  );
});

test('emits the same wire chunks as a full parse, without shared objects', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const chunks: ChatCompletionChunk[] = [];
      const format = new ChatChunkFormat((chunk) => void chunks.push(chunk), CONTEXT);
      read(new SseJsonDecoder(format, CONTEXT), body);
      const plain = parsedChunks(body);
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
