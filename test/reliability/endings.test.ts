import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { hear, open, rejection } from './support/client.ts';
import { BROKEN_BODIES, CUT_BODIES } from './support/broken-bodies.ts';
import { BROKEN_STREAMS, FATAL_EVENTS } from './support/broken-streams.ts';
import { GOOD_STREAMS } from './support/good-streams.ts';
import { waysOf } from './support/ways.ts';
import { startServer } from './support/start-server.ts';
import { SUBJECTS } from './support/subjects.ts';

/** A signal that every stream uses, as in an application that cancels everything at shutdown. */
const shared = new AbortController();

describe.each(SUBJECTS)('$title: a stream', (subject) => {
  test.each(waysOf(BROKEN_STREAMS, subject))(
    'that $what fails with the partial response, and emits nothing afterwards',
    async (row) => {
      await using server = await startServer((exchange) => row.play(exchange, subject));
      const { error, text } = await hear(open(subject, server.url).stream({ signal: shared.signal }));
      expect(getEventListeners(shared.signal, 'abort'), 'listeners that remain on a shared signal').toEqual([]);
      expect(row.codes).toContain(error?.code);
      expect(text).toBe(row.text);
      expect(error?.partial?.text ?? '').toBe(row.text);
      expect(error).toMatchObject({ provider: subject.provider, attempts: 1 });
    },
  );

  const fatal = waysOf(FATAL_EVENTS, subject);
  test.each(fatal.filter(({ what }) => !what.includes('choice') || subject.route === 'openai'))(
    'that contains $what and stays open is closed immediately',
    async ({ bytes }) => {
      const sent = subject.piece('Hel') + bytes(subject);
      await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(sent)));
      const { error } = await hear(open(subject, server.url).stream());
      expect(error?.partial).toMatchObject({ text: 'Hel' });
      await (
        await server.received()
      ).closed;
    },
  );

  test.each(waysOf(BROKEN_STREAMS, subject))('that $what makes response() reject', async (row) => {
    await using server = await startServer((exchange) => row.play(exchange, subject));
    expect(row.codes).toContain((await rejection(open(subject, server.url).stream().response())).code);
  });

  test.each(waysOf(GOOD_STREAMS, subject))('that $what is complete', async (row) => {
    await using server = await startServer((exchange) => row.play(exchange, subject));
    const { error, text, events } = await hear(open(subject, server.url).stream());
    expect(error).toBeUndefined();
    expect(text).toBe('Hello');
    expect(events.map(({ type }) => type).filter((type) => type !== 'text-delta')).toEqual([
      'start',
      'text-start',
      'text-end',
      'finish',
    ]);
  });
});

describe.each(SUBJECTS)('$title: a body', (subject) => {
  test.each(BROKEN_BODIES)('that $what causes an error', async (row) => {
    await using server = await startServer((exchange) => row.play(exchange, subject));
    const error = await rejection(open(subject, server.url).chat());
    expect(row.codes).toContain(error.code);
    expect(error.provider).toBe(subject.provider);
    expect(server.requests).toHaveLength(1);
  });

  test.each(CUT_BODIES)('that $what is complete', async (row) => {
    await using server = await startServer((exchange) => row.play(exchange, subject));
    await expect(open(subject, server.url).chat()).resolves.toBe('Hello');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['idle', { idle: 100 }],
    ['total', { total: 100 }],
  ])('that arrived whole is complete when "%s" expires', async (_what, timeouts) => {
    const body = subject.whole('Hello');
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(body)));
    const { chat, bytes, clock } = open(subject, server.url);
    const arrived = bytes(Buffer.byteLength(body));
    const text = chat({ timeouts });
    await arrived;
    clock.advance(100);
    await expect(text).resolves.toBe('Hello');
  });
});
