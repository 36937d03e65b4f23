import { getEventListeners } from 'node:events';
import { chunk, CHUNKED_EVENTS, LAST_CHUNK, type Play, rawHead, rawResponse, settled } from '@lmux/test-support';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CallOptions, Timeouts } from '@lmux/core';
import { drain, firstText, hear, open, rejection, type Opened } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, SUBJECTS, TRANSPORTS, type Subject } from './support/subjects.ts';

const MINUTE = 60_000;
/** Different from any other wait, so that a test can recognize it. */
const LIMIT = 4321;

const silence: Play = () => {};
const headOfBody: Play = ({ write }) =>
  write(rawHead(200, { 'content-type': 'application/json', 'content-length': '99' }));
const half: Play = ({ write }) =>
  write(`${rawHead(200, { 'content-type': 'application/json', 'content-length': '99' })}{"half":`);
const headOfStream: Play = ({ write }) => write(CHUNKED_EVENTS);
const onePiece =
  (subject: Subject): Play =>
  ({ write }) =>
    write(CHUNKED_EVENTS + chunk(subject.piece('Hello')));

type Call = (opened: Opened, options: CallOptions) => Promise<unknown>;
const body: Call = ({ chat }, options) => chat(options);
const stream: Call = (opened, options) => opened.stream(options).response();

/** Calls that do not end by themselves, with the timeout that ends them and the error code. */
const ENDED_BY_A_TIMEOUT: readonly [
  what: string,
  call: Call,
  play: (subject: Subject) => Play,
  timeout: keyof Timeouts,
  code: string,
][] = [
  ['a body that does not begin', body, () => silence, 'firstByte', 'first_byte_timeout'],
  ['a stream that does not begin', stream, () => silence, 'firstByte', 'first_byte_timeout'],
  ['a body that is silent after its headers', body, () => headOfBody, 'idle', 'idle_timeout'],
  ['a stream that is silent after its headers', stream, () => headOfStream, 'idle', 'idle_timeout'],
  ['a body that stops midway', body, () => half, 'idle', 'idle_timeout'],
  ['a stream that stops midway', stream, onePiece, 'idle', 'idle_timeout'],
  ['a stream without its first event', stream, () => headOfStream, 'eventIdle', 'idle_timeout'],
  ['a stream that stops midway, counting only events', stream, onePiece, 'eventIdle', 'idle_timeout'],
  ['a complete call whose body does not begin', body, () => silence, 'total', 'total_timeout'],
  ['a complete call whose body stops midway', body, () => half, 'total', 'total_timeout'],
  ['a complete call whose stream stops midway', stream, onePiece, 'total', 'total_timeout'],
];

describe.each(PROVIDERS)('$title: a timeout', (subject) => {
  test.each(ENDED_BY_A_TIMEOUT)('ends %s ($3)', async (_what, call, play, timeout, code) => {
    await using server = await startServer(play(subject));
    const opened = open(subject, server.url);
    const failed = rejection(call(opened, { timeouts: { [timeout]: LIMIT } }));
    const { closed } = await server.received();
    await opened.clock.waitForTimer(LIMIT);
    opened.clock.advance(LIMIT - 1);
    opened.clock.advance(1);
    const error = await failed;
    const expected = { code, timeout, retryable: true, provider: subject.provider, attempts: 1 };
    expect(JSON.parse(JSON.stringify(error))).toMatchObject(expected);
    expect(error.message).toContain(`${LIMIT} ms`);
    expect(error.message).toContain(`timeouts.${timeout}`);
    await closed;
    expect(opened.clock.timers).toBe(0);
  });

  test('idle keeps the partial response', async () => {
    await using server = await startServer(onePiece(subject));
    const { stream: start, clock } = open(subject, server.url);
    const events = await firstText(start({ timeouts: { idle: LIMIT } }));
    clock.advance(LIMIT);
    expect(await rejection(events.next())).toMatchObject({ code: 'idle_timeout', partial: { text: 'Hello' } });
  });

  test('idle is reset by keep-alive bytes, and eventIdle is not', async () => {
    await using server = await startServer(onePiece(subject));
    const { stream: start, clock, bytes } = open(subject, server.url);
    const events = await firstText(start({ timeouts: { idle: 1000, eventIdle: 10_000 } }));
    const { write } = await server.received();
    const pending = rejection(events.next());
    const { keepAlive } = subject;
    for (let times = 0; times < 12; times += 1) {
      const read = bytes(keepAlive.length);
      write(chunk(keepAlive));
      await read;
      clock.advance(900);
    }
    expect(await pending).toMatchObject({ code: 'idle_timeout', timeout: 'eventIdle' });
  });

  test('total includes waiting for maxConcurrent and for a retry', async () => {
    await using server = await startServer(({ write }, number) =>
      number === 2 ? write(rawResponse('{}', 503, { 'retry-after': '6' })) : undefined,
    );
    const { chat, clock } = open(subject, server.url, { maxConcurrent: 1 });
    const first = rejection(chat({ timeouts: { total: 1000 } }));
    const second = rejection(chat({ timeouts: { total: 9000 } }));
    await server.received(1);
    await clock.waitForTimer(9000);
    clock.advance(1000);
    expect(await first).toMatchObject({ code: 'total_timeout', timeout: 'total' });
    await clock.waitForTimer(6000);
    clock.advance(6000);
    await server.received(3);
    clock.advance(2000);
    expect(await second).toMatchObject({ code: 'total_timeout', attempts: 2 });
  });
});

describe.each(TRANSPORTS.filter(({ transport }) => transport === 'UndiciTransport'))('$title', (subject) => {
  test('the timeout connect ends an attempt to connect', async () => {
    await using server = await startServer(silence);
    // The server does not respond to the TLS handshake.
    const { chat, stream: start, clock } = open(subject, server.url.replace('http:', 'https:'));
    for (const call of [
      () => chat({ timeouts: { connect: 700 } }),
      () => start({ timeouts: { connect: 700 } }).response(),
    ]) {
      const failed = rejection(call());
      await clock.waitForTimer(700);
      clock.advance(700);
      expect(await failed).toMatchObject({ code: 'connect_timeout', timeout: 'connect' });
    }
    await server.socketsClosed();
  });
});

describe.each(SUBJECTS)('$title: a slow local model', (subject) => {
  test.each<[string, CallOptions]>([
    ['timeout: 0', { timeout: 0 }],
    ['timeouts: { firstByte: 0, idle: 0 }', { timeouts: { firstByte: 0, idle: 0 } }],
    ['timeout: an hour', { timeout: 60 * MINUTE }],
  ])('may take 20 minutes to the first byte and 4 to each token with %s', async (_name, options) => {
    await using server = await startServer(silence);
    const { stream: start, clock } = open(subject, server.url);
    let tokens = 0;
    const running = hear(start(options), ({ type }) => {
      if (type !== 'text-delta') return;
      tokens += 1;
      clock.advance(4 * MINUTE);
      server.requests[0]?.write(chunk(tokens === 3 ? subject.end('Word Word Word ') : subject.piece('Word ')));
    });
    const { write } = await server.received();
    clock.advance(20 * MINUTE);
    write(CHUNKED_EVENTS + chunk(subject.piece('Word ')));
    const { error, text } = await running;
    expect(error).toBeUndefined();
    expect(text).toBe('Word Word Word ');
    expect(clock.now()).toBe(32 * MINUTE);
    write(LAST_CHUNK);
  });

  test('may take 20 minutes to respond to a call that is not streamed', async () => {
    await using server = await startServer(silence);
    const { chat, clock } = open(subject, server.url);
    const running = chat({ timeout: 0 });
    const { write } = await server.received();
    clock.advance(20 * MINUTE);
    write(rawResponse(subject.whole('At last.')));
    expect(await running).toBe('At last.');
  });
});

describe.each(TRANSPORTS.filter(({ transport }) => transport === 'UndiciTransport'))('$title', (subject) => {
  test('disables the timeouts of undici (300 s), before the headers and in the body', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await using server = await startServer(silence);
    const { stream: start } = open(subject, server.url, { timeout: 0 });
    const running = hear(start());
    const { write } = await server.received();
    vi.advanceTimersByTime(20 * MINUTE);
    await settled();
    write(CHUNKED_EVENTS + chunk(subject.piece('Word')));
    await settled();
    vi.advanceTimersByTime(20 * MINUTE);
    await settled();
    write(chunk(subject.end('Word')) + LAST_CHUNK);
    expect(await running).toMatchObject({ error: undefined, text: 'Word' });
  });
});

/** States in which a call may be aborted. */
const ABORTED: readonly [where: string, call: Call, play: (subject: Subject) => Play][] = [
  ['before the headers of a body', body, () => silence],
  ['before the headers of a stream', stream, () => silence],
  ['after the headers of a body', body, () => headOfBody],
  ['after the headers of a stream', stream, () => headOfStream],
  ['in the middle of a body', body, () => half],
  ['in the middle of a stream', stream, onePiece],
];

describe.each(PROVIDERS)('$title: an abort', (subject) => {
  test.each(ABORTED)('%s has the code "aborted" and the reason as its cause', async (_where, call, play) => {
    await using server = await startServer(play(subject));
    const opened = open(subject, server.url, { timeouts: { firstByte: LIMIT, idle: LIMIT, total: LIMIT } });
    const controller = new AbortController();
    const reason = new Error('enough');
    const failed = rejection(call(opened, { signal: controller.signal }));
    const { closed } = await server.received();
    controller.abort(reason);
    // The timeouts expire at the same moment.
    opened.clock.advance(LIMIT);
    const error = await failed;
    expect(error.code).toBe('aborted');
    expect(error.cause).toBe(reason);
    expect(error.retryable).toBe(false);
    await closed;
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test.each(ABORTED)('%s does not replace the error of an earlier timeout', async (_where, call, play) => {
    await using server = await startServer(play(subject));
    const opened = open(subject, server.url);
    const controller = new AbortController();
    const failed = rejection(call(opened, { signal: controller.signal, timeouts: { total: LIMIT } }));
    const { closed } = await server.received();
    await opened.clock.waitForTimer(LIMIT);
    opened.clock.advance(LIMIT);
    controller.abort(new Error('too late'));
    expect((await failed).code).toBe('total_timeout');
    await closed;
  });

  test('by AbortSignal.timeout has the code "aborted" and a TimeoutError as its cause', async () => {
    await using server = await startServer(silence);
    const error = await rejection(open(subject, server.url).chat({ signal: AbortSignal.timeout(5) }));
    expect(error).toMatchObject({ code: 'aborted', cause: { name: 'TimeoutError' } });
  });

  test('in the middle of a stream keeps the partial response', async () => {
    await using server = await startServer(onePiece(subject));
    const controller = new AbortController();
    const events = await firstText(open(subject, server.url).stream({ signal: controller.signal }));
    controller.abort();
    expect(await rejection(drain(events))).toMatchObject({ code: 'aborted', partial: { text: 'Hello' } });
  });

  test('before the call prevents sending', async () => {
    await using server = await startServer(silence);
    const { chat, stream: start } = open(subject, server.url);
    const signal = AbortSignal.abort('never mind');
    for (const call of [chat({ signal }), start({ signal }).response()]) {
      expect(await rejection(call)).toMatchObject({ code: 'aborted', cause: 'never mind' });
    }
    expect(server.connections).toHaveLength(0);
  });
});
