import { growthOf, LINEAR } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from './support/dialects.ts';
import { ERROR_TEXTS } from './support/floods.ts';
import { streamOf } from './support/stream-of.ts';

const SIZE = 256 * 1024;

// One dialect of each framing and each provider. Their OpenAI-compatible routes share a decoder.
describe.each(DIALECTS.filter(({ name }) => name !== 'lmstudio openai'))('$name', (dialect) => {
  test.each(ERROR_TEXTS)(
    'an error with %s takes time in proportion to its length',
    { timeout: 60_000 },
    async (unit) => {
      const growth = await growthOf(SIZE, (size) => {
        const message = unit.repeat(size / unit.length);
        return streamOf(dialect, dialect.event(JSON.stringify({ error: { message, code: message, param: message } })));
      });
      expect(growth).toBeLessThan(LINEAR);
    },
  );
});
