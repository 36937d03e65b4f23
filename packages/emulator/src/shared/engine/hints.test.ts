import { expect, test } from 'vitest';
import { readHints } from './hints.js';

test.each([
  ['What is the weather in Paris?', 'Paris'],
  ['Weather in New York', 'New York'],
  ['Fly from Oslo to São Paulo', 'São Paulo'],
  ['Go. Then find "red shoes" in Rome', 'red shoes'],
  ['Hello. World', undefined],
  ['nothing here', undefined],
])('the phrase of %j is %j', (prompt, phrase) => {
  expect(readHints(prompt).phrase).toBe(phrase);
});

test('reads numbers in order and ignores digits inside words', () => {
  expect(readHints('add 2 and -3.5 of v4').numbers).toEqual([2, -3.5]);
});
