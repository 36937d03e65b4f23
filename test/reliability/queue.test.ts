import { chunk, CHUNKED_EVENTS, rawResponse, settled } from '@lmux/test-support';
import type { CallOptions } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { drain, firstText, open, rejection, type Opened } from './support/client.ts';
import { hello } from './support/plays.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS } from './support/subjects.ts';

const WAITED = 'It was waiting for a slot, and nothing was sent (calls running: 1, waiting: 1, "maxConcurrent": 1).';

const CALLS: readonly [what: string, call: (opened: Opened, options?: CallOptions) => Promise<unknown>][] = [
  ['call', ({ chat }, options) => chat(options)],
  ['stream', ({ stream }, options) => stream(options).response()],
];

describe.each(PROVIDERS)('$title', (subject) => {
  test.each(CALLS)(
    'a %s that waits for a slot fails after timeouts.queue, and the next one starts',
    async (_, call) => {
      await using server = await startServer();
      const opened = open(subject, server.url, { maxConcurrent: 1 });
      const first = opened.chat({ timeouts: { firstByte: 0, total: 0 } });
      const running = await server.received();
      const error = rejection(call(opened, { timeouts: { queue: 5000 } }));
      await opened.clock.waitForTimer(5000);
      opened.clock.advance(5000);
      expect(await error).toMatchObject({
        code: 'queue_timeout',
        timeout: 'queue',
        retryable: true,
        message: expect.stringContaining(`${WAITED} End streams that are no longer read, increase "maxConcurrent"`),
      });
      expect(await error).not.toHaveProperty('attempts');
      running.write(rawResponse(subject.whole('one')));
      expect(await first).toBe('one');
      const last = opened.chat();
      (await server.received(2)).write(rawResponse(subject.whole('two')));
      expect(await last).toBe('two');
      expect(server.requests).toHaveLength(2);
    },
  );
});

describe.each(TRANSPORTS)('$title: a call that waits for a slot', (subject) => {
  test.each<[string, CallOptions, string, (opened: Opened, controller: AbortController) => unknown]>([
    ['the default', {}, 'queue_timeout', ({ clock }) => clock.advance(300_000)],
    ['timeout', { timeout: 700 }, 'queue_timeout', ({ clock }) => clock.advance(700)],
    ['total', { timeouts: { total: 700 } }, 'total_timeout', ({ clock }) => clock.advance(700)],
    ['the signal', {}, 'aborted', (_, controller) => controller.abort()],
    ['close()', {}, 'closed', ({ client }) => void client.close()],
  ])('ends with %s, and says that nothing was sent', async (_what, options, code, end) => {
    await using server = await startServer();
    const opened = open(subject, server.url, { maxConcurrent: 1 });
    const first = rejection(opened.chat({ timeout: 0 }));
    const { socket } = await server.received();
    const controller = new AbortController();
    const error = rejection(opened.chat({ signal: controller.signal, ...options }));
    await settled();
    end(opened, controller);
    expect(await error).toMatchObject({ code, message: expect.stringContaining(WAITED) });
    expect(await error).not.toHaveProperty('attempts');
    socket.destroy();
    await first;
    expect(server.requests).toHaveLength(1);
  });

  test('is not started by close(), which ends the stream before it', async () => {
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(subject.piece('Hello'))));
    const opened = open(subject, server.url, { maxConcurrent: 1 });
    const running = await firstText(opened.stream());
    const waiting = [opened.chat(), opened.stream().response(), opened.chat()].map((call) => rejection(call));
    await settled();
    await opened.client.close();
    await rejection(drain(running));
    for (const error of await Promise.all(waiting)) {
      expect(error).toMatchObject({ code: 'closed', message: expect.stringContaining('nothing was sent') });
      expect(error).not.toHaveProperty('attempts');
    }
    expect(opened.sent).toHaveLength(1);
  });

  test('and is canceled in the moment in which its turn comes, frees its place', async () => {
    await using server = await startServer(hello(subject));
    const { stream, chat } = open(subject, server.url, { maxConcurrent: 1 });
    const ignored = { next() {}, error() {}, complete() {} };
    const second = stream();
    let waiting = { cancel() {} };
    const ended = new Promise<void>((resolve) => {
      const complete = (): void => {
        waiting.cancel();
        resolve();
      };
      stream().subscribe({ ...ignored, complete });
    });
    waiting = second.subscribe(ignored);
    await ended;
    expect(await chat()).toBe('Hello');
  });

  test('has no limit with timeouts.queue: 0', async () => {
    await using server = await startServer();
    const opened = open(subject, server.url, { maxConcurrent: 1, timeouts: { queue: 0 } });
    const first = opened.chat({ timeout: 0 });
    const running = await server.received();
    const second = opened.chat({ timeouts: { total: 0 } });
    await settled();
    expect(opened.clock.timers).toBe(0);
    opened.clock.advance(10_000_000);
    running.write(rawResponse(subject.whole('one')));
    expect(await first).toBe('one');
    (await server.received(2)).write(rawResponse(subject.whole('two')));
    expect(await second).toBe('two');
  });
});
