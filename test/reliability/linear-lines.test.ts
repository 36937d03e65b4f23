import { growthOf, LINEAR } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from './support/dialects.ts';
import { FLOODS } from './support/floods.ts';
import { streamOf } from './support/stream-of.ts';

const KiB = 1024;

/** One read shows expressions that search again and again, many reads of 64 bytes show what is examined again for each of them. */
const READS = [
  { size: 256 * KiB, readBytes: 16 * KiB * KiB },
  { size: KiB * KiB, readBytes: 64 },
];

// One dialect of each framing and each provider. Their OpenAI-compatible routes share a decoder.
describe.each(DIALECTS.filter(({ name }) => name !== 'lmstudio openai'))('$name', (dialect) => {
  test.each(FLOODS.flatMap(([what, unit]) => READS.map((read) => ({ what, unit, ...read }))))(
    'a stream of $what in reads of $readBytes bytes takes time in proportion to its length',
    { timeout: 60_000 },
    async ({ unit, size: most, readBytes }) => {
      // Something follows, because an expression may fail only there.
      const growth = await growthOf(most, (size) =>
        streamOf(dialect, `${unit.repeat(size / Buffer.byteLength(unit))} \n`, readBytes),
      );
      expect(growth).toBeLessThan(LINEAR);
    },
  );
});
