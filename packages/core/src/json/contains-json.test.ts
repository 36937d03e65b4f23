import { expect, test } from 'vitest';
import { containsJson } from './contains-json.js';

test.each([
  ['{"a":1}', true],
  ['  "positive"\n', true],
  ['Let me think {about it}. {"a": "}{\\"", "b": [1]} Done.', true],
  ['First {"a": {"b": 1}', true],
  ['See [1] and {}.', false],
  ['function f() { return [a, b]; }', false],
  ['{'.repeat(100_000), false],
  ['', false],
])('%.40j: %j', (text, expected) => {
  expect(containsJson(text)).toBe(expected);
});
