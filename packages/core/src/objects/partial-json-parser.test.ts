import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isLmError, isObjectError } from '../errors/guards.js';
import type { ObjectError } from '../errors/object-error.js';
import type { PartialJsonParserOptions } from './partial-json-parser-options.js';
import { PartialJsonParser } from './partial-json-parser.js';

function parserOf(text: string, options?: PartialJsonParserOptions): PartialJsonParser {
  const parser = new PartialJsonParser(options);
  parser.write(text);
  return parser;
}

function errorOf(run: () => unknown): ObjectError {
  const error: unknown = thrownBy(run);
  if (!isObjectError(error)) throw new Error('An ObjectError was expected.', { cause: error });
  return error;
}

describe('the value', () => {
  test.each([
    ['', undefined],
    [' \n', undefined],
    ['12', undefined],
    ['-', undefined],
    ['tru', undefined],
    ['true', true],
    ['null', null],
    ['12 ', 12],
    ['"', ''],
    ['"ab', 'ab'],
    ['"ab\\', 'ab'],
    ['"ab\\u00e', 'ab'],
    ['"ab\\u00e9', 'abé'],
    ['"ab\\ud83d', 'ab'],
    ['"ab\\ud83d\\ude0', 'ab'],
    ['"ab\\ud83d\\ude00', 'ab😀'],
    ['"ab\ud83d', 'ab'],
    ['"ab\\ud83dc', 'ab\ud83dc'],
    ['"ab\\ud83d"', 'ab\ud83d'],
    ['[', []],
    ['[1', []],
    ['[1,', [1]],
    ['[false', [false]],
    ['[1,{', [1, {}]],
    ['{', {}],
    ['{"a', {}],
    ['{"a"', {}],
    ['{"a":', {}],
    ['{"a":"', { a: '' }],
    ['{"a":"b', { a: 'b' }],
    ['{"a":1}', { a: 1 }],
    ['{"a":{"b":[[{"c":"d', { a: { b: [[{ c: 'd' }]] } }],
    ['{"a":1,"b":2,"a":"', { a: '', b: 2 }],
    ['{"a":1,"b":2,"a', { a: 1, b: 2 }],
  ])('of %j is %j', (text, value) => {
    expect(parserOf(text).value).toEqual(value);
  });

  test('does not change after it was read', () => {
    const text = '{"a":{"b":["c",[1,2,"de"]],"f":"gh"},"i":{}}';
    const parser = new PartialJsonParser();
    const snapshots = text.split('').map((char) => {
      parser.write(char);
      return { value: parser.value, shown: JSON.stringify(parser.value) };
    });
    expect(snapshots.map(({ value }) => JSON.stringify(value))).toEqual(snapshots.map(({ shown }) => shown));
  });

  test('shares what is closed, and is the same if nothing has changed', () => {
    const parser = parserOf('{"a":{"b":[1,2]},"c":[{"d":1},{"e":"f');
    const before = parser.value as { a: object; c: object[] };
    expect(parser.value).toBe(before);
    parser.write('g');
    const after = parser.value as { a: object; c: object[] };
    expect(after).not.toBe(before);
    expect(after.a).toBe(before.a);
    expect(after.c[0]).toBe(before.c[0]);
    expect(after.c[1]).toEqual({ e: 'fg' });
    // The end of a string and closing brackets change nothing.
    for (const end of '"}]}') {
      parser.write(end);
      expect(parser.value).toBe(after);
    }
    expect(parser.end()).toBe(after);
  });

  test('is an own property for the key "__proto__", as with JSON.parse', () => {
    const text = '{"__proto__":{"polluted":true},"a":[{"__proto__":"b"}]}';
    const parser = new PartialJsonParser();
    for (const char of text) {
      parser.write(char);
      void parser.value;
    }
    const value = parser.end();
    expect(value).toEqual(JSON.parse(text));
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('has the last of equal keys, which a llama-server emitted', () => {
    const text = '{"answer":"a","answer":{"b":1},"c":2,"answer":"d"}';
    expect(parserOf(text).end()).toEqual(JSON.parse(text));
    expect(JSON.stringify(parserOf(text).end())).toBe('{"answer":"d","c":2}');
  });
});

const PLACE = '\u2316';

describe('an invalid text', () => {
  // The mark is before the character that the error is about. It is the end of a text that is incomplete.
  test.each([
    PLACE,
    `  ${PLACE}`,
    `${PLACE}Sure, here is the JSON`,
    `${PLACE}\`\`\`json\n{}`,
    `${PLACE}\ufeff{}`,
    `${PLACE}undefined`,
    `n${PLACE}aN`,
    `tru${PLACE}th`,
    `true${PLACE}1`,
    `${PLACE}+1`,
    `${PLACE}.5`,
    `0${PLACE}1`,
    `-${PLACE}`,
    `-0${PLACE}0`,
    `[1.${PLACE}]`,
    `[1.${PLACE}e5]`,
    `[1e${PLACE},2]`,
    `[1e+${PLACE}-2]`,
    `[1.2${PLACE}.3]`,
    `[0${PLACE}x10]`,
    `[1 ${PLACE}2]`,
    `[1${PLACE}/2]`,
    `[${PLACE},1]`,
    `[1,${PLACE}]`,
    `[1${PLACE}}`,
    `{"a":1${PLACE}]`,
    `{"a":1,${PLACE}}`,
    `{"a"${PLACE},1}`,
    `{"a":${PLACE}}`,
    `{"a":1 ${PLACE}"b":2}`,
    `{${PLACE}a:1}`,
    `{${PLACE}'a':1}`,
    `{${PLACE}1:1}`,
    `${PLACE}}`,
    `${PLACE}]`,
    `${PLACE}:`,
    `"a${PLACE}\nb"`,
    `"a${PLACE}\u0000"`,
    `{"a${PLACE}\t":1}`,
    `"\\${PLACE}x41"`,
    `"\\u00${PLACE}g0"`,
    `"\\u${PLACE} 041"`,
    `"\\u0${PLACE}+41"`,
    `"ab${PLACE}`,
    `"ab\\${PLACE}`,
    `[1,2${PLACE}`,
    `{"a":{"b":1}${PLACE}`,
    `{} ${PLACE}{}`,
    `{}${PLACE},`,
    `[]${PLACE}]`,
    `{"a":1}\n\n${PLACE}I hope this helps`,
    `[${PLACE}// comment\n1]`,
    `[1,${PLACE}\u00a01]`,
  ])('has the position of its error: %j', (marked) => {
    const position = marked.indexOf(PLACE);
    const text = marked.replace(PLACE, '');
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    const error = errorOf(() => parserOf(text).end());
    expect(error).toMatchObject({ code: 'object_invalid', position, retryable: false });
    expect(error.message).toContain(` ${position}`);
    // The same in single characters.
    const parser = new PartialJsonParser();
    const later = errorOf(() => {
      for (const char of text) parser.write(char);
      parser.end();
    });
    expect(later.message).toBe(error.message);
  });

  test.each([
    [
      '{"a":1]',
      'position 6: expected "," or "}", received "]". Request JSON with "responseFormat", or remove the text around it.',
    ],
    ['{"a":', 'position 5: expected a value, received its end. If the model reached "maxOutputTokens", increase it.'],
    ['{,', 'position 1: expected a key or "}", received ","'],
    ['["a\n', 'position 3: expected a valid character or escape, received "\\n"'],
    ['{} x', 'position 3: expected the end of the text, received "x"'],
    ['[1.x]', 'position 3: expected a number or "]", received "x"'],
    ['[-]', 'position 2: expected a number or "]", received "]"'],
    ['[nil]', 'position 2: expected a value or "]", received "i"'],
    ['-1.', 'position 3: expected a number, received its end'],
  ])('is described: %j', (text, description) => {
    expect(errorOf(() => parserOf(text).end()).message).toContain(`Invalid JSON at ${description}`);
  });

  test('leaves the value before the error, and every later call throws the same error', () => {
    const parser = new PartialJsonParser();
    const error = errorOf(() => parser.write('{"a":[1,"b\n'));
    expect(parser.value).toEqual({ a: [1, 'b'] });
    expect(thrownBy(() => parser.write('"]}'))).toBe(error);
    expect(thrownBy(() => parser.end())).toBe(error);
    expect(parser.value).toEqual({ a: [1, 'b'] });
    expect(isLmError(error, 'object_invalid')).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: 'ObjectError', position: 10 });
  });
});

describe('the end of the value', () => {
  test.each([
    ['{"a":1}', 7, undefined],
    [' [] \n', 3, undefined],
    ['"a" ', 3, undefined],
    ['12 ', 2, undefined],
    ['true', 4, undefined],
    ['{"a":1} text', 7, 8],
    ['{}{}', 2, 2],
    ['12', undefined, undefined],
    ['{"a":1', undefined, undefined],
  ])('of %j is at %s', (text, endPosition, position) => {
    const parser = new PartialJsonParser();
    let found: unknown;
    try {
      parser.write(text);
    } catch (error) {
      found = isObjectError(error) ? error.position : error;
    }
    expect(found).toBe(position);
    expect(parser.endPosition).toBe(endPosition);
    expect(parser.isComplete).toBe(endPosition !== undefined);
  });

  test('is found in the middle of a piece, before an error', () => {
    const parser = parserOf('{"a"');
    const error = errorOf(() => parser.write(':1}\n```'));
    expect(error.position).toBe(8);
    expect(parser).toMatchObject({ isComplete: true, endPosition: 7, value: { a: 1 } });
  });

  test('of a number is where the text ends', () => {
    const parser = parserOf('-12.5');
    expect(parser.value).toBeUndefined();
    expect(parser.end()).toBe(-12.5);
    expect(parser).toMatchObject({ isComplete: true, endPosition: 5, value: -12.5 });
    expect(parser.end()).toBe(-12.5);
  });
});
