import { expect, test } from 'vitest';
import { jsonText } from './json-text.js';

const LEVELS = 50_000;

/** Returns JSON text in which the given text is nested deeply. */
function nested(open: string, inner: string, close: string): string {
  return open.repeat(LEVELS) + inner + close.repeat(LEVELS);
}

test.each([
  ['arrays', nested('[', '', ']')],
  ['objects', nested('{"a":', '1', '}')],
  ['both, with siblings', nested('[1,{"a\\"":null,"b":', '[true,"x\\n",{}]', ',"c":[]}]')],
])('writes deeply nested %s', (_what, text) => {
  expect(jsonText(JSON.parse(text)) === text).toBe(true);
});

/** Nests a value so deeply that `JSON.stringify` cannot write it. */
function deep(value: unknown): unknown {
  let nest = value;
  for (let level = 0; level < LEVELS; level += 1) nest = [nest];
  return nest;
}

test.each([
  ['a date', new Date(0)],
  ['values without JSON', { a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1] }],
  ['numbers without JSON', [Number.NaN, Infinity]],
  ['special keys', JSON.parse('{"__proto__":{"a":1},"toString":2}') as unknown],
])('writes %s like JSON.stringify', (_what, value) => {
  expect(jsonText(value)).toBe(JSON.stringify(value));
  expect(jsonText(deep(value)).replaceAll(/^\[+|\]+$/g, '')).toBe(JSON.stringify(value).replaceAll(/^\[+|\]+$/g, ''));
});

test('rejects a circular value', () => {
  const circular: { inner?: unknown } = {};
  circular.inner = circular;
  expect(() => jsonText(circular)).toThrow(TypeError);
  circular.inner = deep(circular);
  expect(() => jsonText(circular)).toThrow(TypeError);
});
