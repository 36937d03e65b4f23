import * as zlib from 'node:zlib';
import { expect, test, vi } from 'vitest';
import type { TransportBody } from './transport.js';
import { UndiciDecodedBody } from './undici-decoded-body.js';

const created = vi.hoisted(() => ({ pushes: 0 }));

vi.mock('node:zlib', async (original) => {
  const actual = await original<typeof zlib>();
  const createBrotliDecompress = (): zlib.BrotliDecompress => {
    const decoder = actual.createBrotliDecompress();
    const push = decoder.push.bind(decoder);
    decoder.push = (...args) => {
      created.pushes += 1;
      return push(...args);
    };
    return decoder;
  };
  return { ...actual, createBrotliDecompress };
});

const LIMIT = 65_536;

/** Returns what is decoded of these pieces. */
function decoded(encoding: string, ...pieces: readonly Uint8Array[]): Promise<string> {
  const source: TransportBody = {
    start: (sink) => {
      for (const piece of pieces) sink.data(piece);
      sink.end();
    },
    pause: () => {},
    resume: () => {},
    cancel: () => {},
  };
  let text = '';
  return new Promise((resolve, reject) => {
    new UndiciDecodedBody(source, encoding).start({
      data: (bytes) => {
        text += Buffer.from(bytes).toString();
      },
      end: () => resolve(text),
      error: reject,
    });
  });
}

test('a decompression bomb is not expanded', async () => {
  const bomb = zlib.brotliCompressSync(Buffer.alloc(50_000_000, 'x'));
  expect(await decoded('br', bomb)).toBe('x'.repeat(LIMIT));
  // Each has 16 KiB, so the entire text has more than 3000.
  expect(created.pushes).toBeGreaterThan(0);
  expect(created.pushes).toBeLessThan(100);
});

test.each([
  ['br', [zlib.brotliCompressSync(`${'x'.repeat(LIMIT)}after`)]],
  ['unknown', [Buffer.alloc(40_000, 'x'), Buffer.alloc(LIMIT - 40_000, 'x'), Buffer.from('after')]],
  ['unknown', [Buffer.alloc(40_000, 'x'), Buffer.from(`${'x'.repeat(LIMIT - 40_000)}after`)]],
])('of a text with the encoding %s, nothing after 64 KiB is read', async (encoding, pieces) => {
  expect(await decoded(encoding, ...pieces)).toBe('x'.repeat(LIMIT));
});
