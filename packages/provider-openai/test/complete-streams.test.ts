import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawHead, rejectionOf, settled, sseOf, type Play } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { SUBJECTS } from './complete-subjects.js';

/** Returns a chunk that is one of a chat and of a text completion. */
function piece(text: string, reason: string | null = null, index = 0, more: object = {}): object {
  return { id: 'c', model: 'm', choices: [{ index, text, delta: { content: text }, finish_reason: reason }], ...more };
}

const USAGE = { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
const HI = [piece('H'), piece('i')];
const WHOLE = sseOf([...HI, piece('', 'stop')], '');
const AFTER = sseOf([{ id: 'c', choices: [], ...USAGE }], '');

/** Sends these bytes in one chunk and leaves the response open. */
function send(bytes: string, after?: (exchange: Parameters<Play>[0]) => unknown): Play {
  return (exchange) => {
    exchange.write(CHUNKED_EVENTS + chunk(bytes));
    after?.(exchange);
  };
}

const reset = ({ socket }: Parameters<Play>[0]): unknown => socket.resetAndDestroy();
const hangUp = ({ socket }: Parameters<Play>[0]): unknown => socket.end();
const finish = ({ write }: Parameters<Play>[0]): void => write(LAST_CHUNK);

/** Ways in which a complete stream ends, without the passing of time. */
const ENDS: readonly (readonly [what: string, play: Play])[] = [
  ['its connection is reset after its finish reason', send(WHOLE, reset)],
  ['its connection is closed after its finish reason', send(WHOLE, hangUp)],
  ['its connection is reset within the blank line after its finish reason', send(WHOLE.slice(0, -1), reset)],
  ['its connection is reset before the blank line after its finish reason', send(WHOLE.trimEnd(), reset)],
  ['its connection is reset after its usage', send(WHOLE + AFTER, reset)],
  ['its connection is reset within its usage', send(WHOLE + AFTER.slice(0, 30), reset)],
  ['its connection is reset within [DONE]', send(`${WHOLE}data: [DO`, reset)],
  ['it ends within its usage', send(WHOLE + AFTER.slice(0, 30), finish)],
  ['it ends within a field name', send(`${WHOLE}dat`, finish)],
  ['it ends within [DONE]', send(`${WHOLE}data: [DO`, finish)],
  ['it ends without [DONE]', send(WHOLE, finish)],
  ['it stays open after its usage', send(WHOLE + AFTER)],
  ['it stays open after a finish reason with usage', send(sseOf([...HI, piece('', 'stop', 0, USAGE)], ''))],
  ['it stays open after its usage, with an incomplete event', send(`${WHOLE}${AFTER}data: {"id`)],
  [
    'it is shorter than its content length',
    ({ socket }) => socket.end(rawHead(200, { 'content-type': 'text/event-stream', 'content-length': '9999' }) + WHOLE),
  ],
  [
    'it is one JSON body whose connection is reset',
    ({ write, socket }) => {
      const choice = { index: 0, text: 'Hi', message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' };
      write(rawHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }));
      write(chunk(JSON.stringify({ id: 'c', choices: [choice] })));
      socket.resetAndDestroy();
    },
  ],
];

/** Ways in which a stream ends early. */
const CUTS: readonly (readonly [what: string, code: string, play: Play])[] = [
  ['its connection is reset before its finish reason', 'connection_failed', send(sseOf(HI, ''), reset)],
  ['its connection is reset within its finish reason', 'connection_failed', send(WHOLE.slice(0, -6), reset)],
  ['its finish reason is "null" (KoboldCpp)', 'stream_truncated', send(sseOf([...HI, piece('', 'null')], ''), finish)],
  ['its finish reason is empty', 'connection_failed', send(sseOf([...HI, piece('', '')], ''), reset)],
  ['another choice has begun', 'connection_failed', send(WHOLE + sseOf([piece('b', null, 1)], ''), reset)],
  [
    'every chunk has a finish reason',
    'connection_failed',
    send(sseOf([piece('H', 'stop'), piece('i', 'stop')], ''), reset),
  ],
  ['an error follows its finish reason', 'server_error', send(`${WHOLE}data: {"error":{"message":"it broke"}}\n\n`)],
  [
    'an error without its blank line follows its finish reason',
    'server_error',
    send(`${WHOLE}data: {"error":{"message":"it broke"}}`, reset),
  ],
];

describe.each(SUBJECTS)('$name', ({ open }) => {
  test.each(ENDS)('is complete if %s', async (_what, play) => {
    const { read, clock } = await open(play);
    expect(await read()).toBe('Hi');
    clock.advance(200);
    expect(clock.timers).toBe(0);
  });

  test.each(CUTS)('is an error if %s', async (_what, code, play) => {
    const { read, clock } = await open(play);
    expect(await rejectionOf(read())).toMatchObject({ code });
    expect(clock.timers).toBe(0);
  });

  test('is complete 500 ms after its finish reason if it stays open, and is then closed', async () => {
    const { read, clock, server } = await open(send(WHOLE));
    let text: string | undefined;
    const reading = read().then((value) => (text = value));
    await clock.waitForTimer(500);
    clock.advance(499);
    await settled();
    expect(text).toBeUndefined();
    clock.advance(1);
    await reading;
    expect(text).toBe('Hi');
    clock.advance(200);
    await (
      await server.received()
    ).closed;
    expect(clock.timers).toBe(0);
  });

  test.each([
    ['idle', { idle: 100 }],
    ['eventIdle', { eventIdle: 100 }],
    ['total', { total: 100 }],
  ])('is complete if "%s" expires after its finish reason', async (_what, timeouts) => {
    const { read, clock } = await open(send(WHOLE));
    const reading = read({ options: { timeouts } });
    await clock.waitForTimer(500);
    clock.advance(100);
    expect(await reading).toBe('Hi');
    expect(clock.timers).toBe(0);
  });

  test('fails if it is aborted after its finish reason', async () => {
    const { read, clock } = await open(send(WHOLE));
    const controller = new AbortController();
    const reading = rejectionOf(read({ options: { signal: controller.signal } }));
    await clock.waitForTimer(500);
    controller.abort();
    expect(await reading).toMatchObject({ code: 'aborted' });
    expect(clock.timers).toBe(0);
  });

  test('fails if its client is closed after its finish reason', async () => {
    const { read, clock, close } = await open(send(WHOLE));
    const reading = rejectionOf(read());
    await clock.waitForTimer(500);
    await close();
    expect(await reading).toMatchObject({ code: 'closed' });
    expect(clock.timers).toBe(0);
  });

  test('is not cut if every chunk has a finish reason, however much time passes', async () => {
    const { read, clock, server } = await open(send(sseOf([piece('H', 'stop', 0, USAGE)], '')));
    let seen = '';
    let onMore: () => void = () => {};
    const reading = read(undefined, (text) => {
      seen += text;
      onMore();
    });
    const next = (): Promise<void> => new Promise((resolve) => (onMore = resolve));
    await next();
    const { write } = await server.received();
    for (const text of ['e', 'l', 'l', 'o']) {
      const more = next();
      write(chunk(sseOf([piece(text, 'stop', 0, USAGE)], '')));
      await more;
      await settled();
      clock.advance(10_000);
    }
    write(chunk('data: [DONE]\n\n') + LAST_CHUNK);
    await reading;
    expect(seen).toBe('Hello');
  });

  test('waits for the second of two requested choices', async () => {
    const { read, clock, server } = await open(send(WHOLE));
    let onHi: () => void = () => {};
    const hasHi = new Promise<void>((resolve) => (onHi = resolve));
    const reading = read({ n: 2 }, (text) => text.includes('i') && onHi());
    await hasHi;
    await settled();
    clock.advance(10_000);
    const { write } = await server.received();
    write(chunk(sseOf([piece('b', null, 1), piece('', 'stop', 1)], '')));
    await clock.waitForTimer(500);
    clock.advance(500);
    expect(await reading).toContain('i');
    clock.advance(200);
  });

  test('is an error if its connection is reset after one of two requested choices', async () => {
    const { read } = await open(send(WHOLE, reset));
    expect(await rejectionOf(read({ n: 2 }))).toMatchObject({ code: 'connection_failed' });
  });
});
