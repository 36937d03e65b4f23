import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawResponse, type RawServer, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { firstText, open, rejection, type Opened } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS } from './support/subjects.ts';

describe.each(PROVIDERS)('$title: maxConcurrent', (subject) => {
  test('limits concurrent calls and streams, and starts the others in the order in which they were made', async () => {
    await using server = await startServer();
    const { chat, stream, sent } = open(subject, server.url, { maxConcurrent: 2 });
    const calls: Promise<unknown>[] = [];
    for (const number of [0, 1, 2, 3, 4, 5]) {
      const headers = { 'x-number': String(number) };
      calls.push(number % 2 === 0 ? chat({ headers }) : stream({ headers }).response());
      await settled();
    }
    for (let count = 1; count <= 6; count += 1) {
      const { write, body } = await server.received(count);
      expect(server.requests.length - count, 'other calls that are running').toBeLessThanOrEqual(1);
      const streamed = /"stream":true/.test(body);
      write(streamed ? CHUNKED_EVENTS + chunk(subject.end('Hi')) + LAST_CHUNK : rawResponse(subject.whole('Hi')));
    }
    await Promise.all(calls);
    expect(sent.map(({ headers }) => headers['x-number'])).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('lets a waiting call be aborted, which then sends nothing and does not delay the next one', async () => {
    await using server = await startServer();
    const { chat } = open(subject, server.url, { maxConcurrent: 1 });
    const controller = new AbortController();
    const first = chat();
    const second = rejection(chat({ signal: controller.signal }));
    const third = chat({ headers: { 'x-number': 'third' } });
    const running = await server.received();
    controller.abort('not needed');
    const error = await second;
    expect(error).toMatchObject({ code: 'aborted', cause: 'not needed' });
    expect(error).not.toHaveProperty('attempts');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    running.write(rawResponse(subject.whole('one')));
    expect(await first).toBe('one');
    const next = await server.received(2);
    expect(next.headers['x-number']).toBe('third');
    next.write(rawResponse(subject.whole('three')));
    expect(await third).toBe('three');
    expect(server.requests).toHaveLength(2);
  });

  // However a stream ends, the next call must be able to start.
  test.each<[string, (opened: Opened, server: RawServer) => Promise<unknown>]>([
    [
      'the end of a stream',
      async ({ stream }, server) => {
        const reply = stream().response();
        (await server.received()).write(CHUNKED_EVENTS + chunk(subject.end('Hi')));
        await reply;
      },
    ],
    [
      'breaking out of a stream',
      async ({ stream }, server) => {
        void server.received().then(({ write }) => write(CHUNKED_EVENTS + chunk(subject.piece('Hi'))));
        for await (const event of stream()) if (event.type === 'text-delta') break;
      },
    ],
    [
      'an error',
      async ({ stream }, server) => {
        const failed = rejection(stream().response());
        (await server.received()).socket.destroy();
        await failed;
      },
    ],
    [
      'an abort',
      async ({ stream }, server) => {
        const controller = new AbortController();
        void server.received().then(({ write }) => write(CHUNKED_EVENTS + chunk(subject.piece('Hi'))));
        const events = await firstText(stream({ signal: controller.signal }));
        controller.abort();
        await rejection(events.next().then(() => events.next()));
      },
    ],
    [
      'closing a stream that was never read',
      async ({ stream }) => {
        await stream().close();
      },
    ],
    [
      'closing a stream before its response',
      async ({ stream }, server) => {
        const started = stream();
        const pending = started[Symbol.asyncIterator]().next();
        await server.received();
        await started.close();
        await pending;
      },
    ],
  ])('lets the next call start after %s', async (_end, use) => {
    await using server = await startServer(({ write, headers }) => {
      if (headers['x-next'] !== undefined) write(rawResponse(subject.whole('next')));
    });
    const opened = open(subject, server.url, { maxConcurrent: 1 });
    await use(opened, server);
    expect(await opened.chat({ headers: { 'x-next': 'yes' } })).toBe('next');
  });

  test('counts the calls of each client separately', async () => {
    await using server = await startServer();
    const clients = [0, 1, 2].map(() => open(subject, server.url, { maxConcurrent: 1 }));
    const calls = clients.map(({ chat }) => chat());
    await server.received(3);
    for (const { write } of server.requests) write(rawResponse(subject.whole('Hi')));
    expect(await Promise.all(calls)).toEqual(['Hi', 'Hi', 'Hi']);
  });

  test('does not block the request that identifies the server after a failed call', async () => {
    await using server = await startServer(({ write }) => write(rawResponse('{"unknown":true}')));
    const error = await rejection(open(subject, server.url, { maxConcurrent: 1 }).chat());
    expect(['unexpected_response', 'parse_error']).toContain(error.code);
  });
});
