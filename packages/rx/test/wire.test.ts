import type { EmulatorOptions } from '@lmux/emulator';
import { config, firstValueFrom, from, lastValueFrom, shareReplay, take, toArray } from 'rxjs';
import { afterEach, describe, expect, test } from 'vitest';
import { accumulate } from '../src/operators/accumulate.js';
import { finalResponse, reasoningDeltas } from '../src/operators/select-from-events.js';
import { verifyEvents } from '../src/operators/verify-events.js';
import { rx } from '../src/rx.js';
import { aMoment, HELLO, listen, open } from './open-client.js';

afterEach(() => {
  config.onUnhandledError = null;
  config.onStoppedNotification = null;
});

describe('a subscription', () => {
  test('sends a request, and none is sent before it', async () => {
    const { emulator, client } = await open();
    const chat = rx(client).chat(HELLO);
    await aMoment();
    expect(emulator.requests).toHaveLength(0);
    const [first, second] = await Promise.all([
      firstValueFrom(chat.pipe(verifyEvents(), toArray())),
      firstValueFrom(chat.pipe(toArray())),
    ]);
    expect(emulator.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/chat/completions']);
    expect(first.map(({ type }) => type)).toEqual(second.map(({ type }) => type));
    expect(first.at(0)?.type).toBe('start');
    expect(first.at(-1)?.type).toBe('finish');
  });

  test('can be shared with shareReplay, which sends one request', async () => {
    const { emulator, client } = await open();
    const shared = rx(client)
      .tokens(HELLO)
      .pipe(shareReplay({ bufferSize: Number.POSITIVE_INFINITY, refCount: true }));
    const [first, second] = await Promise.all([
      lastValueFrom(shared.pipe(toArray())),
      lastValueFrom(shared.pipe(toArray())),
    ]);
    expect(first.join('')).toBe('This is the lmux emulator. You said: "Hello"');
    expect(second).toEqual(first);
    expect(emulator.requests).toHaveLength(1);
  });

  test('completes once and leaves no request open', async () => {
    const { emulator, client } = await open();
    const { values, ends, unseen, ended } = listen(rx(client).complete({ prompt: 'Once' }).pipe(verifyEvents()));
    await ended;
    await aMoment();
    expect(values.at(-1)?.type).toBe('finish');
    expect(ends).toEqual(['complete']);
    expect(unseen).toEqual([]);
    expect(emulator.activeRequests).toBe(0);
  });

  test('receives reasoning that was split off the text', async () => {
    const reply = '<think>\nA greeting.\n</think>\n\nHello!';
    const { client } = await open({ reply: () => ({ text: reply }) }, { reasoningTags: true });
    const events = await firstValueFrom(rx(client).chat(HELLO).pipe(verifyEvents(), toArray()));
    expect(await lastValueFrom(from(events).pipe(accumulate()))).toMatchObject({
      text: 'Hello!',
      reasoning: 'A greeting.',
    });
    expect(await lastValueFrom(from(events).pipe(reasoningDeltas(), toArray()))).not.toContain('<');
    expect((await lastValueFrom(rx(client).tokens(HELLO).pipe(toArray()))).join('')).toBe('Hello!');
  });

  test('receives an error once, with the partial response', async () => {
    const { client } = await open({ faults: [{ kind: 'errorEvent', afterEvents: 4 }] });
    const { values, ends, unseen, ended } = listen(rx(client).tokens(HELLO));
    await ended;
    await aMoment();
    expect(ends).toEqual([expect.objectContaining({ code: 'server_error' })]);
    expect(ends[0]).toMatchObject({ partial: { text: values.join('') } });
    expect(values).not.toEqual([]);
    expect(unseen).toEqual([]);
  });

  test('emits the text with collect: false, which only the response lacks', async () => {
    const { client } = await open();
    const text = 'This is the lmux emulator. You said: "Hello"';
    const options = { collect: false };
    const { tokens, chat } = rx(client);
    expect((await lastValueFrom(tokens(HELLO, options).pipe(toArray()))).join('')).toBe(text);
    expect(await lastValueFrom(chat(HELLO, options).pipe(accumulate()))).toMatchObject({ status: 'done', text });
    const response = await lastValueFrom(chat(HELLO, options).pipe(finalResponse()));
    expect(response).toMatchObject({ text: '', warnings: [{ code: 'text_not_collected' }] });
  });

  test('releases the connection when it takes only the response', async () => {
    const { emulator, client } = await open();
    const response = await firstValueFrom(rx(client).chat(HELLO).pipe(finalResponse()));
    expect(response.text).toBe('This is the lmux emulator. You said: "Hello"');
    await expect(emulator.requests[0]?.ended).resolves.toBe('completed');
  });
});

describe('canceling', () => {
  const SILENCES: ReadonlyArray<[when: string, options: EmulatorOptions]> = [
    ['before the response', { faults: [{ kind: 'stall' }] }],
    ['between two tokens', { faults: [{ kind: 'stall', afterEvents: 3 }] }],
    ['except for comments', { faults: [{ kind: 'stall', afterEvents: 3, commentEveryMs: 5 }] }],
  ];

  test.each(SILENCES)('closes the connection immediately while the server is silent %s', async (_when, options) => {
    const { emulator, client } = await open(options);
    const { ends, unseen, subscription } = listen(rx(client).chat(HELLO));
    await emulator.received(1);
    await aMoment();
    subscription.unsubscribe();
    await emulator.clientDisconnected(1);
    await emulator.socketsClosed();
    await aMoment();
    expect(ends).toEqual([]);
    expect(unseen).toEqual([]);
  });

  test('within the first value closes the connection', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 5 }] });
    const { values, ends, unseen, ended } = listen(rx(client).tokens(HELLO).pipe(take(1)));
    await ended;
    await emulator.clientDisconnected(1);
    expect(values).toHaveLength(1);
    expect(ends).toEqual(['complete']);
    expect(unseen).toEqual([]);
  });

  test('right after subscribing sends no request', async () => {
    const { emulator, client } = await open({ delayMs: 20 });
    const { values, ends, unseen, subscription } = listen(rx(client).chat(HELLO));
    subscription.unsubscribe();
    await aMoment();
    expect(emulator.activeRequests).toBe(0);
    expect([values, ends, unseen]).toEqual([[], [], []]);
  });

  test('cancels calls without a stream too', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall' }] });
    const { ends, unseen, subscription } = listen(rx(client).embed({ model: 'any', input: 'Hello' }));
    await emulator.received(1);
    subscription.unsubscribe();
    await emulator.clientDisconnected(1);
    await aMoment();
    expect([ends, unseen]).toEqual([[], []]);
  });
});
