import { expect, test } from 'vitest';
import { byteByByte, cutAt, hasWideCharacters, lineEnds, tenderPlaces, withComments, withCrlf } from './cuts.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

test('byte by byte loses nothing', () => {
  const pieces = byteByByte(bytes('aé🗼'));
  expect(pieces.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(text(Uint8Array.from(pieces.flatMap((piece) => [...piece])))).toBe('aé🗼');
});

test('tender places are inside characters, inside CRLF and around line ends', () => {
  expect(tenderPlaces(bytes('aéb'))).toEqual([2]);
  expect(tenderPlaces(bytes('🗼'))).toEqual([1, 2, 3]);
  expect(tenderPlaces(bytes('ab\ncd'))).toEqual([2, 3]);
  expect(tenderPlaces(bytes('a\r\nb'))).toEqual([2, 3]);
  expect(cutAt(bytes('a\r\nb'), 2).map(text)).toEqual(['a\r', '\nb']);
});

test('wide characters are seen, escaped ones are none', () => {
  expect(hasWideCharacters(bytes('é'))).toBe(true);
  expect(hasWideCharacters(bytes(String.raw`\u00e9`))).toBe(false);
});

test('lines end behind their line feed', () => {
  expect(lineEnds(bytes('a\n\nb'))).toEqual([2, 3]);
});

test('CRLF comes in place of LF, unless it is there already', () => {
  expect(text(withCrlf(bytes('a\n\nb')) ?? bytes(''))).toBe('a\r\n\r\nb');
  expect(withCrlf(bytes('a\r\n'))).toBeUndefined();
});

test('comments stand in front of every event, never within one', () => {
  expect(text(withComments(bytes('event: x\ndata: 1\n\ndata: 2\n\n')))).toBe(
    ': keep-alive\n\nevent: x\ndata: 1\n\n: keep-alive\n\ndata: 2\n\n',
  );
});
