import { ApiError, ERROR_CODES, LmError, type LmClient, type StreamEvent } from '@lmux/core';
import { readStreamEvents } from '@lmux/core/web';
import { from, map, type Observable, type Subscription } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { COMPLETION_EVENTS, EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { HELLO, open } from '../../test/open-client.js';
import { rx } from '../rx.js';
import { toSse, type SseMessage } from './to-sse.js';

/** A day. */
const retry = 86_400_000;
const OFF = { keepAliveMs: 0 };

function failureOf(error: unknown): SseMessage {
  return { type: 'error', retry, data: { type: 'error', error } };
}

describe('messages', () => {
  marbleTest('are the events without names, and finish comes last', ({ cold, expectObservable }) => {
    const messages = cold('-stTxf|', EVENTS).pipe(toSse(OFF));
    const { s, t, T, x, f } = EVENTS;
    const values = { s: { data: s }, t: { data: t }, T: { data: T }, x: { data: x }, f: { data: f, retry } };
    expectObservable(messages).toBe('-stTxf|', values);
  });

  marbleTest('are also those of a completion', ({ cold, expectObservable }) => {
    const messages = cold('-T-f|', COMPLETION_EVENTS).pipe(toSse(OFF));
    const values = { T: { data: COMPLETION_EVENTS.T }, f: { data: COMPLETION_EVENTS.f, retry } };
    expectObservable(messages).toBe('-T-f|', values);
  });

  marbleTest('end when the subscriber leaves', ({ cold, expectObservable, expectSubscriptions }) => {
    const events = cold('-s-T-', EVENTS);
    const values = { s: { data: EVENTS.s } };
    expectObservable(events.pipe(toSse()), '--!').toBe('-s-', values);
    expectSubscriptions(events.subscriptions).toBe('^-!');
  });
});

describe('an error is the last message', () => {
  const secret = 'Request to http://10.0.0.7:1234 failed.';
  const rows: ReadonlyArray<[what: string, error: unknown, expected: object]> = [
    [
      'with the description of its code',
      new LmError('connection_failed', secret, { retryable: true }),
      { code: 'connection_failed', message: ERROR_CODES.connection_failed, retryable: true },
    ],
    [
      'with the time to wait',
      new ApiError('rate_limited', secret, { status: 429, retryable: true, retryAfterMs: 1500 }),
      { code: 'rate_limited', message: ERROR_CODES.rate_limited, retryable: true, retryAfterMs: 1500 },
    ],
    [
      'with its own message if lmux rejected the request',
      new LmError('invalid_request', '"temperature" must be a number.'),
      { code: 'invalid_request', message: '"temperature" must be a number.', retryable: false },
    ],
    [
      'also if an operator of the application threw it',
      new TypeError(secret),
      { code: 'unexpected_response', message: 'The request failed.', retryable: false },
    ],
  ];
  for (const [what, error, expected] of rows) {
    marbleTest(what, ({ cold, expectObservable }) => {
      const messages = cold('-s#', EVENTS, error).pipe(toSse(OFF));
      expectObservable(messages).toBe('-s(e|)', { s: { data: EVENTS.s }, e: failureOf(expected) });
    });
  }

  marbleTest('with the message of the application', ({ cold, expectObservable }) => {
    const messages = cold('#', EVENTS, new LmError('closed', secret)).pipe(
      toSse({ errorMessage: ({ code }) => `Sorry (${code}).` }),
    );
    expectObservable(messages).toBe('(e|)', {
      e: failureOf({ code: 'closed', message: 'Sorry (closed).', retryable: false }),
    });
  });

  marbleTest('with the default message if the function for it throws', ({ cold, expectObservable }) => {
    const errorMessage = (): never => {
      throw new RangeError('a bug');
    };
    const messages = cold('-#', EVENTS, new LmError('closed', secret)).pipe(toSse({ ...OFF, errorMessage }));
    const error = failureOf({ code: 'closed', message: ERROR_CODES.closed, retryable: false });
    expectObservable(messages).toBe('-(e|)', { e: error });
  });
});

describe('comments', () => {
  const values = { c: { comment: 'keep-alive' }, s: { data: EVENTS.s }, f: { data: EVENTS.f, retry } };

  marbleTest('keep the connection open while there are no events', ({ cold, expectObservable }) => {
    const messages = cold('          20s s 23999ms f', EVENTS).pipe(toSse());
    // There is none at 30 s and at 45 s, because there was an event since the one before.
    expectObservable(messages, '61s !').toBe('15s c 4999ms s 23999ms f 15999ms c', values);
  });

  marbleTest('are sent at the interval of the option, and end with the stream', ({ cold, expectObservable }) => {
    expectObservable(cold('-----f|', EVENTS).pipe(toSse({ keepAliveMs: 2 }))).toBe('--c-cf|', values);
  });

  marbleTest('can be turned off', ({ cold, expectObservable }) => {
    expectObservable(cold('60s s', EVENTS).pipe(toSse(OFF)), '100s !').toBe('60s s', values);
  });
});

/** Returns a message as NestJS 12 writes it. */
function textOf({ type, retry: retryMs, comment, data }: SseMessage, index: number): string {
  const lines = [
    type !== undefined && `event: ${type}`,
    comment === undefined && `id: ${index + 1}`,
    retryMs !== undefined && `retry: ${retryMs}`,
    comment !== undefined && `: ${comment}`,
    data !== undefined && `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.filter((line) => line !== false).join('\n')}\n\n`;
}

/** Returns messages as a response that unsubscribes when its reader leaves. */
function responseOf(messages: Observable<SseMessage>): Response {
  let subscription: Subscription | undefined;
  const body = new ReadableStream<string>({
    start(controller) {
      subscription = messages.pipe(map(textOf)).subscribe({
        next: (text) => controller.enqueue(text),
        complete: () => controller.close(),
      });
    },
    cancel: () => subscription?.unsubscribe(),
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), { headers: { 'content-type': 'text/event-stream' } });
}

async function eventsOf(messages: Observable<SseMessage>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readStreamEvents(responseOf(messages))) events.push(event);
  return events;
}

describe('readStreamEvents', () => {
  const chat = (client: LmClient): Observable<SseMessage> => rx(client).chat(HELLO).pipe(toSse());

  test('reads the events of a client', async () => {
    const { client } = await open({ reply: 'Hi there' });
    const events = await eventsOf(chat(client));
    expect(events[0]).toMatchObject({ type: 'start' });
    expect(events.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Hi there' } });
  });

  test('reads every kind of event', async () => {
    const { f, n: _unknown, ...others } = EVENTS;
    const sent = [...Object.values(others), f];
    expect(await eventsOf(from(sent).pipe(toSse()))).toEqual(sent);
  });

  test('stops the model when it leaves', async () => {
    const { client, emulator } = await open({ reply: 'Hi there', faults: [{ kind: 'stall', afterEvents: 2 }] });
    for await (const event of readStreamEvents(responseOf(chat(client)))) if (event.type === 'text-delta') break;
    await expect(emulator.clientDisconnected(1)).resolves.toBeDefined();
  });

  test('throws an error after the first events, with the text before it', async () => {
    const { client } = await open({ reply: 'Hi there', faults: [{ kind: 'errorEvent', afterEvents: 2 }] });
    await expect(eventsOf(chat(client))).rejects.toMatchObject({ code: 'server_error', partial: { text: /Hi/ } });
  });

  test('throws the error of the model server', async () => {
    const { client } = await open({ auth: 'sk-lm-abcdefgh:abcdefghijklmnopqrst' });
    await expect(eventsOf(chat(client))).rejects.toMatchObject({ code: 'authentication' });
  });

  test('throws the error of a refused request', async () => {
    const { client } = await open();
    const messages = rx(client)
      .chat({ ...HELLO, temperature: Number.NaN })
      .pipe(toSse());
    await expect(eventsOf(messages)).rejects.toMatchObject({ code: 'invalid_request', message: /temperature/ });
  });
});
