import { expect, test } from 'vitest';
import { ByteBuffer } from './byte-buffer.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['no pieces', []],
  ['one piece', ['Grüße 👋']],
  ['small pieces', ['a', 'b', '', 'c']],
  ['large pieces', ['a'.repeat(5000), 'b'.repeat(1024)]],
  ['small and large pieces', ['a', 'b'.repeat(2000), 'c', 'd', 'e'.repeat(1024), 'f'.repeat(1023), 'g']],
  ['small pieces that fill more than a page', Array.from({ length: 50_000 }, (_, index) => String(index % 7))],
])('returns the added bytes for %s, regardless of the expected length', (_name, pieces) => {
  const whole = bytes(pieces.join('')).length;
  for (const expected of [undefined, 0, 1, 100, whole, whole + 5, Number.NaN, -1, Infinity]) {
    expect(collect(pieces, expected)).toEqual({ text: pieces.join(''), length: whole });
  }
});

function collect(pieces: readonly string[], expectedBytes: number | undefined): { text: string; length: number } {
  const buffer = new ByteBuffer(expectedBytes);
  const reused = new Uint8Array(10_000);
  for (const piece of pieces) {
    const encoded = bytes(piece);
    // Simulates a transport that reuses its buffer.
    reused.set(encoded);
    buffer.add(reused.subarray(0, encoded.length));
    reused.fill(0);
  }
  return { text: buffer.text(), length: buffer.length };
}

test('does not copy a body of the expected length', () => {
  const size = 32 * 1024 * 1024;
  const piece = new Uint8Array(64 * 1024).fill(97);
  const buffer = new ByteBuffer(size);
  for (let at = 0; at < size; at += piece.length) buffer.add(piece);
  const before = process.memoryUsage().arrayBuffers;
  expect(buffer.text()).toHaveLength(size);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(size / 2);
});

test('decodes a character that is split between pieces', () => {
  const buffer = new ByteBuffer();
  for (const byte of bytes('👋')) buffer.add(Uint8Array.of(byte));
  expect(buffer.text()).toBe('👋');
});

test('uses little more memory than the bytes themselves if they are added one by one', () => {
  const before = process.memoryUsage();
  const buffer = new ByteBuffer();
  const one = Uint8Array.of(97);
  for (let count = 0; count < 2_000_000; count += 1) buffer.add(one);
  const after = process.memoryUsage();
  expect(buffer.length).toBe(2_000_000);
  expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(40_000_000);
});

test.each([1, 1000, 64 * 1024, 1024 * 1024])(
  'allocates little for an announced body of which %i bytes arrive',
  (arrived) => {
    const before = process.memoryUsage().arrayBuffers;
    const buffers = Array.from({ length: 10 }, () => {
      const buffer = new ByteBuffer(64 * 1024 * 1024);
      buffer.add(new Uint8Array(arrived));
      return buffer;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * (4 * arrived + 64 * 1024));
    expect(buffers[0]?.text()).toHaveLength(arrived);
  },
);
