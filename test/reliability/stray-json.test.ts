import { chunk, CHUNKED_EVENTS, LAST_CHUNK } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { hear, open } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS, SUBJECTS, type Subject } from './support/subjects.ts';

/** JSON that is not a chunk. Gateways send `null` between chunks: lidge-jun/opencodex issue 1219, decolua/9router pull request 1148. */
const STRAYS = ['null', '42', '"text"', '[]', '[42]', 'true', 'false', '-0', '""'];

async function heard(subject: Subject, events: readonly string[]) {
  await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(events.join('')) + LAST_CHUNK));
  return await hear(open(subject, server.url).stream());
}

const [{ transport }] = TRANSPORTS as [Subject];

describe.each(SUBJECTS.filter((subject) => subject.transport === transport))(
  'on $name, JSON that is not an object',
  (subject) => {
    const strays = STRAYS.map((json) => subject.event(json));

    test('is skipped at the beginning, between the chunks and at the end, with one warning', async () => {
      const events = [
        ...strays,
        subject.piece('H'),
        ...strays,
        subject.piece('e'),
        subject.piece('y'),
        ...strays,
        subject.end('Hey'),
      ];
      const { error, events: received, text } = await heard(subject, events);
      expect(error).toBeUndefined();
      expect(text).toBe('Hey');
      expect(received[0]).toMatchObject({ type: 'start', model: 'm' });
      const warning = { code: 'data_skipped', message: expect.stringContaining('not a JSON object (null)') as string };
      expect(received.filter(({ type }) => type === 'warning')).toEqual([{ type: 'warning', warning }]);
      expect(received.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Hey', warnings: [warning] } });
    });

    test.each(STRAYS)('is not a response if there is nothing but %s', async (json) => {
      const done = subject.framing === 'sse' ? subject.event('[DONE]') : '';
      for (const end of new Set(['', done])) {
        const { error, events } = await heard(subject, [subject.event(json), subject.event(json), end]);
        expect(error?.code).toMatch(/^(unexpected_response|stream_truncated)$/);
        expect(events).toEqual([]);
      }
    });
  },
);
