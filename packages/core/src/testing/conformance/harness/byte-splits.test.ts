import { expect, test } from 'vitest';
import {
  byteByByte,
  fragileOffsets,
  hasMultiByteCharacters,
  lineEnds,
  splitAt,
  withComments,
  withCrlf,
} from './byte-splits.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

test('byteByByte keeps every byte', () => {
  const pieces = byteByByte(bytes('aé🗼'));
  expect(pieces.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(text(Uint8Array.from(pieces.flatMap((piece) => [...piece])))).toBe('aé🗼');
});

test('fragileOffsets returns offsets inside characters, inside CRLF and around line ends', () => {
  expect(fragileOffsets(bytes('aéb'))).toEqual([2]);
  expect(fragileOffsets(bytes('🗼'))).toEqual([1, 2, 3]);
  expect(fragileOffsets(bytes('ab\ncd'))).toEqual([2, 3]);
  expect(fragileOffsets(bytes('a\r\nb'))).toEqual([2, 3]);
  expect(splitAt(bytes('a\r\nb'), 2).map(text)).toEqual(['a\r', '\nb']);
});

test('hasMultiByteCharacters finds multi-byte characters, but not escaped ones', () => {
  expect(hasMultiByteCharacters(bytes('é'))).toBe(true);
  expect(hasMultiByteCharacters(bytes(String.raw`\u00e9`))).toBe(false);
});

test('lineEnds returns the offset after each line feed', () => {
  expect(lineEnds(bytes('a\n\nb'))).toEqual([2, 3]);
});

test('withCrlf replaces LF with CRLF, unless there is already a CR', () => {
  expect(text(withCrlf(bytes('a\n\nb')) ?? bytes(''))).toBe('a\r\n\r\nb');
  expect(withCrlf(bytes('a\r\n'))).toBeUndefined();
});

test('withComments adds a comment before every event, but not inside one', () => {
  expect(text(withComments(bytes('event: x\ndata: 1\n\ndata: 2\n\n')))).toBe(
    ': keep-alive\n\nevent: x\ndata: 1\n\n: keep-alive\n\ndata: 2\n\n',
  );
});
