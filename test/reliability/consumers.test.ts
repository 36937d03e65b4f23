import { chunk, CHUNKED_EVENTS, LAST_CHUNK, settled } from '@lmux/test-support';
import { FakeClock } from '@lmux/core/testing';
import { OpenAIApi } from '@lmux/provider-openai';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { drain, firstText, open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS } from './support/subjects.ts';

const LIMIT = 4321;
const subscriptions: { pause(): void; resume(): void }[] = [];
const TIMEOUTS = { timeouts: { consumer: LIMIT } };

describe.each(PROVIDERS)('$title: a consumer', (subject) => {
  const begin = CHUNKED_EVENTS + chunk(subject.piece('Hello'));

  test('that does not read for the timeout loses the stream, its connection and its place', async () => {
    await using server = await startServer(({ write }) => write(begin));
    const { stream, clock, client } = open(subject, server.url, { maxConcurrent: 1 });
    const first = stream(TIMEOUTS);
    const events = await firstText(first);
    const { closed } = await server.received();
    const next = stream().response();
    next.catch(() => {});
    clock.advance(LIMIT - 1);
    clock.advance(1);
    await closed;
    const expected = {
      code: 'consumer_timeout',
      timeout: 'consumer',
      partial: { text: 'Hello' },
      provider: subject.provider,
    };
    expect(await rejection(drain(events))).toMatchObject(expected);
    const error = await rejection(first.response());
    expect(error).toMatchObject(expected);
    expect(error.message).toContain(`${LIMIT} ms`);
    expect(error.message).toContain('timeouts.consumer');
    await server.received(2);
    await client.close();
  });
});

describe.each(TRANSPORTS)('$title: the consumer timeout', (subject) => {
  const begin = CHUNKED_EVENTS + chunk(subject.piece('Hello'));

  test('does not run while the consumer waits, and starts again with each event', async () => {
    await using server = await startServer(({ write }) => write(begin));
    const { stream, clock } = open(subject, server.url);
    const events = await firstText(stream({ timeouts: { consumer: LIMIT, idle: 0 } }));
    const { write } = await server.received();
    for (let times = 0; times < 3; times += 1) {
      clock.advance(LIMIT - 1);
      const pull = events.next();
      clock.advance(10 * LIMIT);
      write(chunk(subject.piece('more')));
      expect(await pull).toMatchObject({ value: { type: 'text-delta', text: 'more' } });
    }
    write(chunk(subject.end('')) + LAST_CHUNK);
    await drain(events);
  });

  test.each([
    ['text()', (stream: ReturnType<ReturnType<typeof open>['stream']>) => stream.text()],
    [
      'a web stream',
      (stream: ReturnType<ReturnType<typeof open>['stream']>) => stream.toReadableStream()[Symbol.asyncIterator](),
    ],
  ])('applies to %s, also within the events of one read', async (_what, read) => {
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.piece('a') + subject.piece('b') + subject.piece('c'))),
    );
    const { stream, clock } = open(subject, server.url);
    const pieces = read(stream(TIMEOUTS));
    for (let times = 0; times < 3; times += 1) {
      await pieces.next();
      await settled();
      clock.advance(LIMIT - 1);
    }
    const { closed } = await server.received();
    let isClosed = false;
    void closed.then(() => (isClosed = true));
    await new Promise((resolve) => setImmediate(resolve));
    // Each read has started the time again.
    expect(isClosed).toBe(false);
    expect(clock.timers).toBeGreaterThan(0);
    clock.advance(1);
    await closed;
    const rest = async (): Promise<void> => {
      while ((await pieces.next()).done !== true);
    };
    expect(await rejection(rest())).toMatchObject({ code: 'consumer_timeout' });
  });

  test('applies to an observer only while it is paused', async () => {
    await using server = await startServer(({ write }) => write(begin));
    const { stream, clock } = open(subject, server.url);
    const failed = vi.fn<(error: unknown) => void>();
    const heard = new Promise<void>((resolve) => {
      const subscription = stream({ timeouts: { consumer: LIMIT, idle: 0 } }).subscribe({
        next: ({ type }) => type === 'text-delta' && resolve(),
        error: failed,
        complete() {},
      });
      onTestFinished(() => subscription.cancel());
      subscriptions.push(subscription);
    });
    await heard;
    const [subscription] = subscriptions.splice(0);
    clock.advance(10 * LIMIT);
    subscription?.pause();
    clock.advance(LIMIT - 1);
    subscription?.resume();
    clock.advance(10 * LIMIT);
    subscription?.pause();
    clock.advance(LIMIT - 1);
    // Pausing again does not start the time again.
    subscription?.pause();
    expect(failed).not.toHaveBeenCalled();
    clock.advance(1);
    expect(failed).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'consumer_timeout', partial: expect.objectContaining({ text: 'Hello' }) }),
    );
    await (
      await server.received()
    ).closed;
  });

  test('does not apply to response() alone', async () => {
    await using server = await startServer(({ write }) => write(begin));
    const { stream, clock } = open(subject, server.url);
    const response = stream({ timeouts: { consumer: LIMIT, idle: 0, firstByte: 0 } }).response();
    const { write } = await server.received();
    clock.advance(10 * LIMIT);
    write(chunk(subject.end('')) + LAST_CHUNK);
    expect((await response).text).toBe('Hello');
  });
});

test.each(TRANSPORTS)('$title: the consumer timeout applies to the streams of wire clients', async (subject) => {
  await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk(subject.piece('Hello'))));
  const clock = new FakeClock();
  const transport = subject.create(clock);
  const api = new OpenAIApi({ baseUrl: server.url, transport, clock, ...TIMEOUTS });
  const chunks = api.chatCompletionsStream({ model: 'm', messages: [] })[Symbol.asyncIterator]();
  await chunks.next();
  clock.advance(LIMIT);
  await (
    await server.received()
  ).closed;
  expect(await rejection(chunks.next())).toMatchObject({ code: 'consumer_timeout', provider: 'openai' });
  expect(clock.timers).toBe(0);
  await api.close();
  await transport.close();
});
