import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteText } from './byte-text.js';

/** Lines of bytes. Most of them are complete characters, and some are not. */
const bytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 4 }),
    ),
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

function lines(text: ByteText, reads: readonly Uint8Array[]): string[] {
  const whole = reads.map((read) => text.read(read)).join('') + text.end();
  return whole.split('\n').map(text.decode);
}

test('decodes the same lines as TextDecoder, however the bytes are split, with and without Buffer', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat(), (all, one, two) => {
      const edges = [one % (all.length + 1), two % (all.length + 1)].toSorted((a, b) => a - b);
      const reads = [all.subarray(0, edges[0]), all.subarray(edges[0], edges[1]), all.subarray(edges[1])];
      const expected = new TextDecoder('utf-8', { ignoreBOM: true }).decode(all).split('\n');
      expect(lines(new ByteText(), reads)).toEqual(expected);
      // A TextDecoder removes a byte order mark. Code that reads Latin-1 text has to remove it itself.
      if (expected[0]?.startsWith('\uFEFF')) expected[0] = expected[0].slice(1);
      expect(lines(new ByteText({ prototype: {}, from: () => all }), reads)).toEqual(expected);
    }),
  );
});
