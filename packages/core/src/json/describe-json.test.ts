import { expect, test } from 'vitest';
import { describeJson } from './describe-json.js';

test.each([
  [{ id: 'x', choices: null, usage: {} }, '{ id: string, choices: null, usage: object }'],
  [{ choices: [], data: [1], n: 1, done: true }, '{ choices: [], data: array, n: number, done: boolean }'],
  [Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, at])), /k7: number, 2 more \}$/],
  [{ 'my secret is 42': 1, [`k${'k'.repeat(50)}`]: 1 }, '{ 2 more }'],
  [JSON.parse('{"__proto__":1}'), '{ __proto__: number }'],
  [{}, '{}'],
  [null, 'null'],
  [[], '[]'],
  ['text', 'string'],
])('describes %j', (json: unknown, expected) => {
  expect(describeJson(json)).toMatch(expected);
});
