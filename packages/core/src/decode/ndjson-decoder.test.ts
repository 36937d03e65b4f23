import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { splitReads } from '../../test/support/split-reads.js';
import { responseContext } from '../../test/support/response-context.js';
import type { ResponseContext } from './body-decoder.js';
import { NdjsonDecoder } from './ndjson-decoder.js';
import type { NdjsonFormat } from './json-format.js';

type Line = { t?: string; a?: { text?: unknown }; end?: boolean } | null;

/**
 * Collects all lines. With `templates`, a line that differs from the previous one only by `a.text` and `t` is made from
 * that one.
 */
function open(templates: boolean, limits?: Partial<ResponseContext['limits']>) {
  const told: unknown[] = [];
  let parsed = 0;
  let complete = false;
  const format: NdjsonFormat = {
    line(json: Line) {
      parsed += 1;
      if (json?.end === true) complete = true;
      told.push(json);
    },
    isComplete: () => complete,
    ...(templates && {
      textPath: (json: Line) =>
        typeof json?.a?.text === 'string' && json.end === undefined ? ['a', 'text'] : undefined,
      secondPath: ['t'],
      onText(text: string, beside: string | undefined) {
        const last = structuredClone(told.at(-1)) as { t?: string; a: { text: string } };
        last.a.text = text;
        if (beside !== undefined) last.t = beside;
        told.push(last);
      },
    }),
  };
  const decoder = new NdjsonDecoder(format, responseContext('application/x-ndjson', limits));
  return { told, decoder, parsed: () => parsed };
}

function decode(
  reads: readonly Uint8Array[],
  templates = false,
  limits?: Partial<ResponseContext['limits']>,
): { told: unknown[]; parsed: number; error?: string } {
  const { told, decoder, parsed } = open(templates, limits);
  try {
    for (const read of reads) if (!decoder.done) decoder.push(read);
    if (!decoder.done) decoder.end();
    return { told, parsed: parsed() };
  } catch (error) {
    return {
      told,
      parsed: parsed(),
      error: error instanceof LmError ? `${error.code}: ${error.message}` : String(error),
    };
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const eachByte = (text: string): Uint8Array[] => Array.from(bytesOf(text), (byte) => Uint8Array.of(byte));

describe('decodes', () => {
  test.each<[string, string, unknown[]]>([
    ['a stream in the usual form', '{"n":1}\n{"n":2}\n{"end":true}\n', [{ n: 1 }, { n: 2 }, { end: true }]],
    ['a last line without a line feed', '{"n":1}\n{"end":true}', [{ n: 1 }, { end: true }]],
    ['CRLF', '{"n":1}\r\n{"end":true}\r\n', [{ n: 1 }, { end: true }]],
    ['empty lines and spaces', '\n\n {"n":1} \n\r\n\n{"end":true}\n\n', [{ n: 1 }, { end: true }]],
    ['a byte order mark', '\uFEFF{"end":true}\n', [{ end: true }]],
    ['multi-byte characters', '{"n":"東京 🗼"}\n{"end":true}\n', [{ n: '東京 🗼' }, { end: true }]],
    ['a stream with more data after its end', '{"end":true}\n{"error":"x"}\nnonsense', [{ end: true }]],
    ['lines that are not objects', 'null\n5\n{"end":true}\n', [null, 5, { end: true }]],
    ['a JSON body of several lines', '{\n  "end": true\n}\n', [{ end: true }]],
    [
      'a JSON body with unusual line breaks',
      '\n{ \n"a":\n{\n"text":"x"},"end": true\n}',
      [{ a: { text: 'x' }, end: true }],
    ],
    ['a JSON body of one line', '{"end":true,"n":1}', [{ end: true, n: 1 }]],
  ])('%s', (_name, stream, told) => {
    expect(decode([bytesOf(stream)])).toMatchObject({ told });
    expect(decode([bytesOf(stream)]).error).toBeUndefined();
    expect(decode(eachByte(stream)).told).toEqual(told);
  });
});

describe('errors and limits', () => {
  test.each<[string, string, number, string]>([
    ['an empty body', '', 0, 'stream_truncated: The stream ended without a single line'],
    ['a stream without its last line', '{"n":1}\n', 1, 'stream_truncated: The stream ended before its last line'],
    ['an incomplete line', '{"n":1}\n{"n":', 1, 'stream_truncated: The stream ended before its last line'],
    ['an incomplete first line', '{"n":', 0, 'stream_truncated: The stream ended without a single line'],
    ['an incomplete JSON body', '{\n"end":true\n', 0, 'parse_error: '],
    ['an invalid line', '{"n":1}\n{"n":x}\n{"end":true}\n', 1, 'parse_error: A line of the stream is not valid JSON'],
    ['an invalid first line', '{"n":x}\n', 0, 'parse_error: A line of the stream is not valid JSON'],
    ['a line that is text', '{"n":1}\nhello\n', 1, 'parse_error: '],
    [
      'a page',
      '<!doctype html>\n<title>Hi</title>\n',
      0,
      'unexpected_response: The server responded with the HTML page',
    ],
    [
      'a page of one line',
      '<html><title>Hi</title></html>',
      0,
      'unexpected_response: The server responded with the HTML page',
    ],
    ['a sentence', 'Ollama is running', 0, 'unexpected_response: The server responded with text instead of a stream'],
    ['an event stream', 'data: {"n":1}\n\n', 0, 'unexpected_response: The server responded with text instead of'],
    ['an error as a line', '{"n":1}\n{"error":"the furnace went out"}\n', 1, 'the furnace went out'],
    ['an error as the first line', '{"error":{"message":"the furnace went out"}}', 0, 'the furnace went out'],
    ['an error as a JSON body', '{\n "error": "the furnace went out"\n}\n', 0, 'the furnace went out'],
  ])('rejects %s', (_name, stream, count, error) => {
    for (const reads of [[bytesOf(stream)], eachByte(stream)]) {
      const failed = decode(reads, true);
      expect(failed.error).toContain(error);
      expect(failed.told).toHaveLength(count);
    }
  });

  test.each([
    ['a line without an end', `{"a":"${'x'.repeat(200)}`, 'maxEventBytes'],
    ['a line in one read', `{"a":"${'x'.repeat(200)}"}\n{"end":true}\n`, 'maxEventBytes'],
    ['a body', `{\n${'\n'.repeat(400)}`, 'maxBodyBytes'],
  ])('rejects %s that exceeds its limit', (_name, stream, limit) => {
    const limits = { maxEventBytes: 100, maxBodyBytes: 300 };
    for (const reads of [[bytesOf(stream)], eachByte(stream)]) {
      expect(decode(reads, true, limits).error).toMatch(new RegExp(`^limit_exceeded: .*${limit}`));
    }
  });

  test('decodes a long line in linear time, however small its reads are', () => {
    const long = bytesOf(`{"end":true,"a":"${'x'.repeat(4_000_000)}"}\n`);
    const reads = Array.from({ length: Math.ceil(long.length / 64) }, (_, at) => long.subarray(at * 64, at * 64 + 64));
    expect(decode(reads, true, { maxEventBytes: 8_000_000 }).told).toHaveLength(1);
  });
});

test('calls errorIn() before it looks for errors', () => {
  const told: unknown[] = [];
  const decoder = new NdjsonDecoder(
    { line: (json) => void told.push(json), isComplete: () => told.length === 1, errorIn: () => null },
    responseContext('application/x-ndjson'),
  );
  decoder.push(bytesOf('{"error":"just a word"}\n'));
  expect([decoder.done, told]).toEqual([true, [{ error: 'just a word' }]]);
});

test('parses lines only once if they differ only by their text and time', () => {
  const lines = ['one', ' two', '"', '東', 'a text that is longer than others'].map((text, index) => ({
    t: `t${index}`,
    a: { text },
  }));
  const stream = lines.map((line) => JSON.stringify(line)).join('\n');
  expect(decode([bytesOf(`${stream}\n{"end":true}\n`)], true)).toEqual({ told: [...lines, { end: true }], parsed: 2 });
  // Lines with carriage returns are extracted before they are compared.
  expect(decode([bytesOf(`${stream.replaceAll('\n', '\r\n')}\r\n{"end":true}`)], true).parsed).toBe(2);
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"}}', '"},"n":1}', '\\', '\n', '"', '{"error":"x"}'),
);
const time = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom('2026-11-22T13:17:30.00626451Z', '', 'ü', '"', '\\', '\t'),
);
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(time, text).map(([t, value]) => JSON.stringify({ t, a: { text: value }, done: false })),
  },
  { weight: 1, arbitrary: fc.tuple(time, text).map(([t, value]) => JSON.stringify({ a: { text: value }, t })) },
  { weight: 1, arbitrary: text.map((value) => `{"t":"x","t": "y","a":{"text": ${JSON.stringify(value)} }}`) },
  { weight: 1, arbitrary: text.map((value) => JSON.stringify({ t: 't', a: { text: value, thinking: value } })) },
  { weight: 1, arbitrary: fc.integer().map((n) => JSON.stringify({ t: 't', a: { text: n } })) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '{"a":', 'hello', '{"error":"x"}', '{"end":true}', '5') },
);
const feed = fc.oneof({ weight: 12, arbitrary: fc.constant('\n') }, fc.constantFrom('\r\n', '\n\n'));
const streams = fc.array(fc.tuple(line, feed), { maxLength: 25 }).map((rows) => rows.flat().join(''));

test('reports the same lines with and without templates, at any split', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.nat(), { maxLength: 4 }), (stream, places) => {
      const bytes = bytesOf(stream);
      const { told, error } = decode([bytes]);
      const fast = decode(splitReads(bytes, places), true);
      expect(fast.told).toEqual(told);
      expect(fast.error).toBe(error);
    }),
    { numRuns: 2000 },
  );
});
