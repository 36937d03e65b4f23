import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitReads } from '../../test/support/split-reads.js';
import type { ResponseContext } from './body-decoder.js';
import { SseJsonDecoder } from './sse-json-decoder.js';
import { readObject } from '../json/read-json.js';
import type { SseJsonFormat } from './json-format.js';

const CONTEXT: ResponseContext = {
  mediaType: 'text/event-stream',
  limits: { maxBodyBytes: 1_000_000, maxStreamBytes: 1e9, maxEventBytes: 1_000_000 },
  apiError: () => {
    throw new Error('an error');
  },
  apiErrorFromText: () => {
    throw new Error('an error');
  },
  showText: (text) => text,
};

type Told = { name?: string; json: unknown };

/**
 * Collects all events. With `templates`, an event that differs from the previous one only by `a.text` is made from that
 * one.
 */
function tellAll(reads: readonly Uint8Array[], templates: boolean): { told: Told[]; parsed: number; error?: string } {
  const told: Told[] = [];
  let parsed = 0;
  const format: SseJsonFormat = {
    sentinel: '[DONE]',
    event(json: unknown, name) {
      parsed += 1;
      told.push({ json, ...(name === undefined ? {} : { name }) });
    },
    response: (json: unknown) => told.push({ json }),
    isComplete: () => true,
    ...(templates && {
      textPath: (json) => (typeof readObject(readObject(json)['a'])['text'] === 'string' ? ['a', 'text'] : undefined),
      onText(text: string) {
        const last = structuredClone(told.at(-1)) as { json: { a: { text: string } } };
        last.json.a.text = text;
        told.push(last);
      },
    }),
  };
  const decoder = new SseJsonDecoder(format, CONTEXT);
  try {
    for (const bytes of reads) if (!decoder.done) decoder.push(bytes);
    if (!decoder.done) decoder.end();
    return { told, parsed };
  } catch (error) {
    return { told, parsed, error: (error as Error).message };
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('events that differ only by their text', () => {
  const event = (text: string, rest = ''): string => `data: ${JSON.stringify({ id: 'x', a: { text } })}${rest}\n\n`;
  test('are parsed only once', () => {
    const words = ['one', 'two', ' "three"', '\n', '四', 'five, which is longer than others'];
    const { told, parsed } = tellAll([bytesOf(words.map((word) => event(word)).join(''))], true);
    expect(told).toEqual(words.map((text) => ({ json: { id: 'x', a: { text } } })));
    // The first event is parsed because there is nothing to compare it with.
    expect(parsed).toBe(1);
  });

  test('are parsed if an event with another name is between them', () => {
    const { told, parsed } = tellAll([bytesOf(`${event('a')}event: other\n${event('b')}${event('c')}`)], true);
    expect(told.map(({ name }) => name)).toEqual([undefined, 'other', undefined]);
    expect(parsed).toBe(3);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"}}', '"},"n":1}', '\\', '\n\n', '"', 'data: '),
);
const envelope = fc.oneof(
  { weight: 8, arbitrary: fc.constant((value: string) => JSON.stringify({ id: 'x', a: { text: value }, n: null })) },
  { weight: 1, arbitrary: fc.constant((value: string) => `{"id":"ü","a":{"text": ${JSON.stringify(value)} }}`) },
  { weight: 1, arbitrary: fc.constant((value: string) => `{"a":{"text":"x","text":${JSON.stringify(value)}}}`) },
  { weight: 1, arbitrary: fc.constant((value: string) => JSON.stringify({ a: { text: value, obfuscation: value } })) },
  { weight: 1, arbitrary: fc.constant((value: string) => `{"a":{"text":\ndata: ${JSON.stringify(value)}}}`) },
  { weight: 1, arbitrary: fc.integer().map((n) => () => JSON.stringify({ a: { text: n } })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      () => '[DONE]',
      () => '',
      () => ': comment',
      () => '{"a":',
      () => '{"error":"x"}',
    ),
  },
);
const lead = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  fc.constantFrom('event: piece\n', ': note\n\n', 'id: 4\n'),
);
const blank = fc.oneof({ weight: 12, arbitrary: fc.constant('\n\n') }, fc.constantFrom('\r\n\r\n', '\n\r\n'));
const streams = fc
  .array(fc.tuple(lead, envelope, text, blank), { maxLength: 25 })
  .map((rows) => rows.map(([before, write, value, end]) => `${before}data: ${write(value)}${end}`).join(''));

test('reports the same events with and without templates, at any split', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(), { maxLength: 4 }), (stream, places) => {
      const bytes = bytesOf(stream);
      const { told, error } = tellAll([bytes], false);
      const fast = tellAll(splitReads(bytes, places), true);
      expect(fast.told).toEqual(told);
      expect(fast.error).toBe(error);
    }),
    { numRuns: 2000 },
  );
});
