import { garbageCollected, thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isObjectError } from '../errors/guards.js';
import { PartialJsonParser } from './partial-json-parser.js';

describe('limits', () => {
  test.each([
    { what: 'the default depth', options: {}, text: '['.repeat(129), position: 128, limit: '"maxDepth" (128)' },
    { what: 'a depth', options: { maxDepth: 2 }, text: '[{"a":[', position: 6, limit: '"maxDepth" (2)' },
    { what: 'a depth of 0', options: { maxDepth: 0 }, text: ' {}', position: 1, limit: '"maxDepth" (0)' },
    { what: 'a length', options: { maxChars: 4 }, text: '[1,2]', position: 4, limit: '"maxChars" (4)' },
    {
      what: 'the length of white space',
      options: { maxChars: 3 },
      text: '1   ',
      position: 3,
      limit: '"maxChars" (3)',
    },
  ])('$what has an error with its position', ({ options, text, position, limit }) => {
    const pieces = { whole: [text], 'single characters': text.split('') };
    for (const [how, texts] of Object.entries(pieces)) {
      const parser = new PartialJsonParser(options);
      const error = thrownBy(() => {
        for (const piece of texts) parser.write(piece);
      });
      expect(error, how).toMatchObject({ code: 'limit_exceeded', position });
      expect((error as Error).message, how).toContain(`exceeds ${limit} at position ${position}`);
    }
  });

  test('permit what does not exceed them', () => {
    const parser = new PartialJsonParser({ maxDepth: 2, maxChars: 13 });
    parser.write('[[1],[],{"":');
    parser.write('2');
    expect(() => parser.write('}]')).toThrow('"maxChars" (13)');
    expect(parser.value).toEqual([[1], [], {}]);
    const deep = new PartialJsonParser({ maxDepth: Number.POSITIVE_INFINITY });
    deep.write('['.repeat(5000) + ']'.repeat(5000));
    expect(deep.isComplete).toBe(true);
  });

  test.each([
    [Number.NaN, 'NaN'],
    [-1, '-1'],
    ['128', 'string'],
    [null, 'object'],
  ])('are not %s', (value, received) => {
    for (const name of ['maxDepth', 'maxChars']) {
      const error = thrownBy(() => new PartialJsonParser({ [name]: value }));
      expect(error).toMatchObject({
        code: 'invalid_request',
        message: `"${name}" must be a non-negative number; received ${received}.`,
      });
    }
  });

  test('an error before a limit comes first', () => {
    const error = thrownBy(() => new PartialJsonParser({ maxChars: 3 }).write('[x,1]'));
    expect(error).toMatchObject({ code: 'object_invalid', position: 1 });
  });
});

describe('a hostile text', () => {
  test.each([
    ['arrays', '[', 128],
    ['objects', '{"a":', 640],
  ])('with a million nested %s fails at the default depth', (_, open, position) => {
    const error = thrownBy(() => new PartialJsonParser().write(open.repeat(1_000_000)));
    expect(error).toMatchObject({ code: 'limit_exceeded', position });
  });

  test('with a string of ten million characters in single ones takes little more memory than the string', async () => {
    const before = process.memoryUsage().heapUsed;
    let chars = 0;
    const parser = new PartialJsonParser({ onStringDelta: (delta) => void (chars += delta.length) });
    parser.write('["');
    for (let index = 0; index < 10_000_000; index += 1) {
      parser.write('x');
      if (index % 1000 === 0) void parser.value;
    }
    // An object for each piece would take 320 MB.
    await garbageCollected(() => process.memoryUsage().heapUsed - before < 40_000_000);
    parser.write('"]');
    expect((parser.end() as string[])[0]?.length).toBe(10_000_000);
    expect(chars).toBe(10_000_000);
  });

  test.each([
    ['a key', '{"', '":1}', (value: unknown) => Object.keys(value as object)[0]?.length],
    ['white space', '', '1 ', () => 1_000_000],
  ])('with a million characters of %s in single ones is parsed', (_, start, end, lengthOf) => {
    const parser = new PartialJsonParser();
    parser.write(start);
    for (let index = 0; index < 1_000_000; index += 1) parser.write(start === '' ? ' ' : 'k');
    parser.write(end);
    expect(lengthOf(parser.end())).toBe(1_000_000);
  });

  test('with a number of a million digits is as with JSON.parse', () => {
    const parser = new PartialJsonParser();
    for (let index = 0; index < 1_000_000; index += 1) parser.write('7');
    expect(parser.end()).toBe(Number.POSITIVE_INFINITY);
    const error = thrownBy(() => new PartialJsonParser().write(`[${'7'.repeat(1_000_000)}e,`));
    expect(isObjectError(error) && error.position).toBe(1_000_002);
  });

  test('with 200,000 keys, or one key 200,000 times, is as with JSON.parse', () => {
    const keys = Array.from({ length: 200_000 }, (_, index) => `"k${index}":${index}`);
    const many = `{${keys.join(',')}}`;
    const same = `{${'"a":{"b":1},'.repeat(200_000)}"a":2}`;
    for (const text of [many, same]) {
      const parser = new PartialJsonParser();
      for (let index = 0; index < text.length; index += 1000) parser.write(text.slice(index, index + 1000));
      expect(JSON.stringify(parser.end())).toBe(JSON.stringify(JSON.parse(text)));
    }
  });
});
