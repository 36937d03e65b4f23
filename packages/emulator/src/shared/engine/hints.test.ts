import { expect, test } from 'vitest';
import { readHints } from './hints.js';

const valuesOf = <T>(hints: readonly { readonly value: T }[]): T[] => hints.map(({ value }) => value);

test.each([
  ['What is the weather in Paris?', ['Paris']],
  ['Weather in New York', ['New York']],
  ['Fly from Oslo to São Paulo', ['Oslo', 'São Paulo']],
  ['Go. Then find "red shoes" in Rome, "Old Town"', ['red shoes', 'Rome', 'Old Town']],
  ['Compare Oslo and Rome. New York too', ['Oslo', 'Rome', 'York']],
  ['Hello. World', []],
  ['nothing here', []],
])('the phrases of %j are %j', (prompt, phrases) => {
  expect(valuesOf(readHints(prompt).phrases)).toEqual(phrases);
});

test('reads numbers in order and ignores digits inside words', () => {
  expect(valuesOf(readHints('add 2 and -3.5 of v4 and 1e-9').numbers)).toEqual([2, -3.5, 1e-9]);
});

test('a value has the words around it', () => {
  const { phrases, numbers } = readHints('Find "Red Shoes" for 3 Days');
  expect(phrases[0]).toEqual({ value: 'Red Shoes', isQuoted: true, before: 'find', after: 'for' });
  expect(numbers).toEqual([{ value: 3, isQuoted: false, before: 'for', after: 'days' }]);
});

test('tokens have no punctuation around them', () => {
  expect(readHints('(Mail "ada@example.com", by 2031-05-01!)').tokens).toEqual([
    'Mail',
    'ada@example.com',
    'by',
    '2031-05-01',
  ]);
});

test('only the end of a long prompt is read', () => {
  const { numbers, phrases } = readHints(`${'Paris 12 '.repeat(200_000)}and Rome 7`);
  expect([phrases.at(-1)?.value, numbers.at(-1)?.value]).toEqual(['Rome', 7]);
  expect(numbers.length).toBeLessThan(1000);
});
