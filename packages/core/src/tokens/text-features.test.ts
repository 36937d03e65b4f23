import { expect, test } from 'vitest';
import { addText, noFeatures } from './text-features.js';

function featuresOf(text: string): Record<string, number> {
  const counts = noFeatures();
  addText(counts, text);
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

test.each<[text: string, features: Record<string, number>]>([
  ['', {}],
  ['the cat', { word: 2, letter: 6, common: 1 }],
  ['Quixotic', { word: 1, letter: 8, long: 2, rare: 2 }],
  ['camelCase HTTPServer ABC', { word: 5, letter: 22, rare: 1 }],
  ['HTTP2', { word: 1, letter: 4, digit: 1, number: 1 }],
  ['12 3456,7', { digit: 7, number: 3, spaced: 1, punctuation: 1, attached: 1 }],
  ['f({x}) => 1', { word: 2, letter: 2, rare: 1, punctuation: 6, attached: 2, spaced: 2, digit: 1, number: 1 }],
  ['a\r\n\r\n    b\t\tc', { word: 3, letter: 3, line: 1, indent: 4, blank: 4 }],
  ['gr\u00f6\u00dfe', { word: 2, letter: 3, latin: 2 }],
  ['\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440', { twoByte: 9, twoByteWord: 2 }],
  ['日本の学校。', { han: 4, kana: 1, fullWidth: 1 }],
  ['한국어', { hangul: 3 }],
  ['\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35', { threeByte: 6 }],
  ['🙂🙂', { surrogate: 4 }],
  ['“a” — b…', { word: 2, letter: 2, symbol: 4 }],
  // Halves of surrogate pairs, which a cut text may have, are not an error.
  ['\u{d800}', { surrogate: 1 }],
])('%j', (text, features) => {
  expect(featuresOf(text)).toEqual(features);
});

test.each<[piece: string, times: number, features: Record<string, number>]>([
  ['\n', 4, { line: 1 }],
  ['\n', 100, { line: 1, run: 96 }],
  ['\n', 129, { run: 129 }],
  ['\r\n', 2, { line: 1 }],
  [' ', 128, { indent: 1, blank: 128 }],
  [' ', 129, { run: 129 }],
  ['\t', 129, { run: 129 }],
  [' \n', 65, { line: 64, run: 2 }],
  ['ab', 50, { word: 1, letter: 100, long: 94, run: 36 }],
  ['\u0430', 100, { twoByteWord: 1, twoByte: 100, run: 36 }],
])('a run longer than those of ordinary text is counted by its length: %j %d times', (piece, times, features) => {
  expect(featuresOf(piece.repeat(times))).toEqual(features);
});

test('features of texts add up', () => {
  const texts = ['const value = 1;\n', 'return 值;\n'];
  const counts = noFeatures();
  for (const text of texts) addText(counts, text);
  const joined = noFeatures();
  addText(joined, texts.join(''));
  expect(counts).toEqual(joined);
});
