import { createClient, isLmError } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { describe, expect, test } from 'vitest';
import { MESSAGES } from './support/client.ts';
import { DIALECTS, type Dialect } from './support/dialects.ts';
import { ERROR_TEXTS, EVENTS, FLOODS } from './support/floods.ts';
import { growthOf, LINEAR } from '@lmux/test-support';

const MiB = 1024 * 1024;

/** Returns a run that streams a body to its end or to an error. */
function streamOf({ plugin, provider, route }: Dialect, body: string, readBytes = 65_536): () => Promise<unknown> {
  const bytes = new TextEncoder().encode(body);
  const reads = Array.from({ length: Math.ceil(bytes.length / readBytes) }, (_, at) =>
    bytes.subarray(at * readBytes, (at + 1) * readBytes),
  );
  return async () => {
    const transport = new FakeTransport({ headers: { 'content-type': 'text/event-stream' }, body: reads });
    await using client = createClient({ plugins: [plugin], config: { provider, model: 'm', retry: false }, transport });
    const stream = client.chatStream({ messages: MESSAGES }, { route });
    const failure: unknown = await stream.response().then(
      () => undefined,
      (error: unknown) => error,
    );
    // A closed client would not have read the stream.
    if (failure !== undefined && (!isLmError(failure) || failure.code === 'closed'))
      throw new Error('The stream was not read.', { cause: failure });
  };
}

// One dialect of each framing and each provider. Their OpenAI-compatible routes share a decoder.
describe.each(DIALECTS.filter(({ name }) => name !== 'lmstudio openai'))('$name', (dialect) => {
  // Something follows, because an expression may fail only there. Reads of 64 bytes show what is examined again for each of them.
  test.each(FLOODS.flatMap(([what, unit]) => [16 * MiB, 64].map((readBytes) => ({ what, unit, readBytes }))))(
    'a stream of $what in reads of $readBytes bytes takes time in proportion to its length',
    { timeout: 60_000 },
    async ({ unit, readBytes }) => {
      const growth = await growthOf(MiB, (size) =>
        streamOf(dialect, `${unit.repeat(size / Buffer.byteLength(unit))} \n`, readBytes),
      );
      expect(growth).toBeLessThan(LINEAR);
    },
  );

  test.each(ERROR_TEXTS)(
    'an error with %s takes time in proportion to its length',
    { timeout: 60_000 },
    async (unit) => {
      const growth = await growthOf(MiB, (size) => {
        const message = unit.repeat(size / unit.length);
        return streamOf(dialect, dialect.event(JSON.stringify({ error: { message, code: message, param: message } })));
      });
      expect(growth).toBeLessThan(LINEAR);
    },
  );
});

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
