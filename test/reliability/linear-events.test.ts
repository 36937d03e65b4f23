import { growthOf, LINEAR } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from './support/dialects.ts';
import { EVENTS } from './support/floods.ts';
import { streamOf } from './support/stream-of.ts';

describe.each(EVENTS)('$name', ({ name, rows }) => {
  test.each(rows)(
    '$what take time in proportion to their number',
    { timeout: 60_000 },
    async ({ event, count = 8192 }) => {
      const dialect = DIALECTS.find((candidate) => candidate.name === name);
      if (dialect === undefined) throw new Error(`There is no dialect "${name}".`);
      const growth = await growthOf(count, (size) => {
        const events = Array.from({ length: size }, (_, index) => dialect.event(JSON.stringify(event(index, size))));
        return streamOf(dialect, events.join('') + dialect.piece('Hi') + dialect.end('Hi'));
      });
      expect(growth).toBeLessThan(LINEAR);
    },
  );
});
