import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import { SseReader } from './sse-reader.js';

type Told = { data: string; name?: string } | { stray: string };

function read(pieces: readonly string[], maxEventBytes = 1_000_000): Told[] {
  const told: Told[] = [];
  const reader = new SseReader(
    {
      event: (data, name) => told.push(name === undefined ? { data } : { data, name }),
      strayLine: (stray) => told.push({ stray }),
    },
    maxEventBytes,
  );
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return told;
}

const cases: [string, string, Told[]][] = [
  ['an event', 'data: a\n\n', [{ data: 'a' }]],
  ['no space after the colon', 'data:a\n\ndata:  b\n\n', [{ data: 'a' }, { data: ' b' }]],
  ['a name', 'event: ping\ndata: a\n\ndata: b\n\n', [{ data: 'a', name: 'ping' }, { data: 'b' }]],
  ['data of several lines', 'data: {\ndata: }\n\n', [{ data: '{\n}' }]],
  ['CRLF', 'data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n', [{ data: 'a\nb' }, { data: 'c' }]],
  ['CR as the line end', 'data: a\rdata: b\r\rdata: c\r\r', [{ data: 'a\nb' }, { data: 'c' }]],
  ['LF and CRLF mixed between events', 'data: a\n\r\ndata: b\n\r\n', [{ data: 'a' }, { data: 'b' }]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  ['comments', ': OPENROUTER PROCESSING\n\n:\n:x\ndata: a\n\n', [{ data: 'a' }]],
  ['an invalid retry', 'data: a\nretry: soon\n\n', [{ data: 'a' }]],
  [
    'lines that begin like a field',
    'dataset\nidea: x\ndata: a\n\n',
    [{ stray: 'dataset' }, { stray: 'idea: x' }, { data: 'a' }],
  ],
  ['a field without a value', 'data\ndata: a\n\n', [{ data: '\na' }]],
  ['a stray line within an event', 'data: a\r\noops\r\ndata: b\r\n\r\n', [{ stray: 'oops' }, { data: 'a\nb' }]],
  ['stray lines that end with CR', 'oops\rno\rdata: a\r\r', [{ stray: 'oops' }, { stray: 'no' }, { data: 'a' }]],
  ['a byte order mark before a stray line', '\uFEFFoops\ndata: a\n\n', [{ stray: 'oops' }, { data: 'a' }]],
  ['a byte order mark that is not at the beginning', 'id: 1\n\uFEFFdata: a\n\n', [{ stray: '\uFEFFdata: a' }]],
  ['id and retry', 'id: 1\nretry: 5\ndata: a\n\n', [{ data: 'a' }]],
  ['a last event without its blank line', 'data: a\n\ndata: b\n', [{ data: 'a' }, { data: 'b' }]],
  ['a last event without its line break', 'data: a\n\ndata: b', [{ data: 'a' }, { data: 'b' }]],
  ['a last event that ends with CR', 'data: a\r', [{ data: 'a' }]],
  ['empty data', 'data:\n\n', [{ data: '' }]],
  ['a name without data', 'event: ping\n\ndata: a\n\n', [{ data: 'a' }]],
  ['text that is not ASCII', 'data: Grüße 👋 世界\n\n', [{ data: 'Grüße 👋 世界' }]],
  ['an error line', 'data: a\n\nerror: {"code":500}\n\n', [{ data: 'a' }, { stray: 'error: {"code":500}' }]],
  ['an error line at the end', 'error: it failed', [{ stray: 'error: it failed' }]],
  ['bare JSON', '{\n  "error": "x"\n}\n', [{ stray: '{' }, { stray: '  "error": "x"' }, { stray: '}' }]],
  [
    'fields that begin like known ones',
    'database: x\nevents\nidea: y\n',
    [{ stray: 'database: x' }, { stray: 'events' }, { stray: 'idea: y' }],
  ],
  ['no text', '', []],
];

describe.each(cases)('reads %s', (_name, text, expected) => {
  test('in one piece', () => {
    expect(read([text])).toEqual(expected);
  });

  test('character by character', () => {
    expect(read([...text])).toEqual(expected);
  });

  test('split in two at any offset', () => {
    for (let at = 0; at <= text.length; at += 1) {
      expect(read([text.slice(0, at), text.slice(at)]), `split at ${at}`).toEqual(expected);
    }
  });
});

test('reports an event as soon as its blank line arrives', () => {
  const events: string[] = [];
  const reader = new SseReader({ event: (data) => events.push(data), strayLine() {} }, 1000);
  reader.push('data: a\n\r');
  expect(events).toEqual(['a']);
  reader.push('data: b\r\r');
  expect(events).toEqual(['a', 'b']);
});

describe('maxEventBytes', () => {
  test.each([
    ['an event of one line', 'data: ', 'x'.repeat(50)],
    ['an event of many lines', '', `data: ${'x'.repeat(50)}\n`],
    ['a comment without end', ': ', 'x'.repeat(50)],
    ['a line that is not a field and has no end', 'error: ', 'x'.repeat(50)],
  ])('limits %s', (_name, begin, piece) => {
    const reader = new SseReader({ event() {}, strayLine() {} }, 1000);
    reader.push(begin);
    const push = (): void => {
      for (let pieces = 0; pieces < 100; pieces += 1) reader.push(piece);
    };
    const error = thrownBy(push);
    expect(isLmError(error, 'limit_exceeded')).toBe(true);
    expect(String(error)).toContain('maxEventBytes');
  });

  test('does not limit the sum of several events', () => {
    expect(
      read(
        Array.from({ length: 1000 }, () => `data: ${'x'.repeat(50)}\n\n`),
        100,
      ),
    ).toHaveLength(1000);
  });

  test('does not limit the sum of comments', () => {
    const comments = Array.from({ length: 1000 }, () => `: ${'x'.repeat(50)}\n`);
    expect(read([...comments, '\n\ndata: a\n\n'], 100)).toEqual([{ data: 'a' }]);
  });

  test('keeps only the beginning of a long line that is not a field', () => {
    const told = read(
      ['error: it failed ', ...Array.from({ length: 1000 }, () => 'x'.repeat(1000)), '\n\ndata: a\n\n'],
      2_000_000,
    );
    expect(told).toHaveLength(2);
    expect(told[0]).toHaveProperty('stray', expect.stringMatching(/^error: it failed x+$/));
    expect(JSON.stringify(told[0]).length).toBeLessThan(20_000);
    expect(told[1]).toEqual({ data: 'a' });
  });
});

// With quadratic time, the test would time out.
test('reads a large event in small pieces in linear time', () => {
  const piece = 'x'.repeat(1024);
  const told = read(['data: ', ...Array.from({ length: 8192 }, () => piece)], 16 * 1024 * 1024);
  expect(told.map((event) => ('data' in event ? event.data.length : 0))).toEqual([8 * 1024 * 1024]);
});

test('reads a long line that is not a field in linear time, however small its pieces are', () => {
  const told = read(['oops ', ...Array.from({ length: 1_000_000 }, () => 'x')], 16 * 1024 * 1024);
  expect(told).toEqual([{ stray: expect.stringMatching(/^oops x+$/) }]);
});
