import { chunk, CHUNKED_EVENTS, garbageCollected, LAST_CHUNK, settled } from '@lmux/test-support';
import type { StreamEvent } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { firstText, open } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS } from './support/subjects.ts';

describe.each(TRANSPORTS)('$title: a consumer that was dropped', (subject) => {
  const begin = CHUNKED_EVENTS + chunk(subject.piece('Hello'));

  test.each<[string, (opened: ReturnType<typeof open>) => Promise<void>]>([
    ['an iterator', async ({ stream }) => void (await firstText(stream()))],
    ['text()', async ({ stream }) => void (await stream().text().next())],
    ['a web stream', async ({ stream }) => void (await stream().toReadableStream().getReader().read())],
  ])('%s is closed by the garbage collector, which is logged', async (_what, begins) => {
    await using server = await startServer(({ write }) => write(begin));
    const opened = open(subject, server.url);
    await begins(opened);
    const { closed } = await server.received();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await garbageCollected(() => isClosed);
    await closed;
    expect(opened.logged).toContainEqual([
      'closing stream that was dropped without being closed',
      { call: 'POST /chat/completions' },
    ]);
  });

  test('does not lose a stream that is paused, whose response is awaited', async () => {
    const text = 'a'.repeat(3000);
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.piece('a').repeat(3000))),
    );
    const { stream, bytes, logged } = open(subject, server.url);
    const peeked = stream();
    const arrived = bytes(subject.piece('a').length * 1024);
    // In a function of its own, so that no variable holds the iterator.
    await (async () => void (await peeked[Symbol.asyncIterator]().next()))();
    await arrived;
    const response = peeked.response();
    const canary = new WeakRef({});
    await settled();
    await garbageCollected(() => canary.deref() === undefined);
    (await server.received()).write(chunk(subject.end('')) + LAST_CHUNK);
    expect((await response).text).toBe(text);
    expect(JSON.stringify(logged)).not.toContain('dropped');
  });

  test('does not lose a stream whose next value or response is awaited', async () => {
    await using server = await startServer(({ write }) => write(begin));
    const { stream, logged } = open(subject, server.url);
    const iterated = (async () => {
      const events: StreamEvent[] = [];
      for await (const event of stream()) events.push(event);
      return events.at(-1)?.type;
    })();
    const pullOnce = async () => ({ pull: (await firstText(stream())).next() });
    const { pull } = await pullOnce();
    const response = stream().response();
    const peeked = stream();
    await peeked[Symbol.asyncIterator]().next();
    const wanted = peeked.response();
    // Only the iterator is dropped. The application may read the response later.
    const later = stream();
    await later[Symbol.asyncIterator]().next();
    await server.received(5);
    const canary = new WeakRef({});
    await settled();
    await garbageCollected(() => canary.deref() === undefined);
    const last = later.response();
    for (const { write } of server.requests) write(chunk(subject.end('')) + LAST_CHUNK);
    expect(await iterated).toBe('finish');
    expect(await pull).toMatchObject({ done: false, value: { type: 'text-end' } });
    expect((await response).text).toBe('Hello');
    expect((await wanted).text).toBe('Hello');
    expect((await last).text).toBe('Hello');
    expect(JSON.stringify(logged)).not.toContain('dropped');
  });
});
