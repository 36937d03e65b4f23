import { createClient, isCapabilityError, isLmError, type ClientConfig, type LmClient } from '@lmux/core';
import { startEmulator, type Emulator, type EmulatorOptions } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { config, firstValueFrom, lastValueFrom, map, shareReplay, take, toArray, type Observable } from 'rxjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { finalResponse } from '../src/operators/select-from-events.js';
import { retryBeforeFirstToken } from '../src/operators/retry-before-first-token.js';
import { verifyEvents } from '../src/operators/verify-events.js';
import { rx } from '../src/rx.js';

const MODEL = 'qwen/qwen3-4b-2507';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] } as const;

const running = new Set<AsyncDisposable>();

afterEach(async () => {
  config.onUnhandledError = null;
  config.onStoppedNotification = null;
  for (const one of running) await one[Symbol.asyncDispose]();
  running.clear();
});

/** A server, and a client of it; both are closed after the test. */
async function open(
  options: EmulatorOptions = {},
  settings: Partial<ClientConfig> = {},
): Promise<{ emulator: Emulator; client: LmClient }> {
  const emulator = await startEmulator(options);
  const client = createClient({
    plugins: [openai],
    config: { provider: 'openai', baseUrl: emulator.url, model: MODEL, ...settings },
  });
  running.add(client).add(emulator);
  return { emulator, client };
}

/** What a subscriber hears, and what rxjs reports behind its back. */
function listen<T>(source: Observable<T>) {
  const values: T[] = [];
  const ends: unknown[] = [];
  const unseen: unknown[] = [];
  config.onUnhandledError = (error) => unseen.push(error);
  config.onStoppedNotification = (notification) => unseen.push(notification);
  let tellEnd = (): void => {};
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  const end = (how: unknown): void => {
    ends.push(how);
    tellEnd();
  };
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: end,
    complete: () => end('complete'),
  });
  return { values, ends, unseen, subscription, ended };
}

/** Time for whatever might still come. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

describe('a subscription', () => {
  test('is a request, and nothing is sent before it', async () => {
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

  test('can be shared: shareReplay makes one request of two', async () => {
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

  test('completes once, and keeps nothing open', async () => {
    const { emulator, client } = await open();
    const { values, ends, unseen, ended } = listen(rx(client).complete({ prompt: 'Once' }).pipe(verifyEvents()));
    await ended;
    await aMoment();
    expect(values.at(-1)?.type).toBe('finish');
    expect(ends).toEqual(['complete']);
    expect(unseen).toEqual([]);
    expect(emulator.activeRequests).toBe(0);
  });

  test('hears an error once, with what had arrived', async () => {
    const { client } = await open({ faults: [{ kind: 'errorEvent', afterEvents: 4 }] });
    const { values, ends, unseen, ended } = listen(rx(client).tokens(HELLO));
    await ended;
    await aMoment();
    expect(ends).toEqual([expect.objectContaining({ code: 'server_error' })]);
    expect(ends[0]).toMatchObject({ partial: { text: values.join('') } });
    expect(values).not.toEqual([]);
    expect(unseen).toEqual([]);
  });

  test('gives the connection back when it takes the response alone', async () => {
    const { emulator, client } = await open();
    const response = await firstValueFrom(rx(client).chat(HELLO).pipe(finalResponse()));
    expect(response.text).toBe('This is the lmux emulator. You said: "Hello"');
    await expect(emulator.requests[0]?.ended).resolves.toBe('answered');
  });
});

describe('unsubscribing', () => {
  const SILENCES: ReadonlyArray<[when: string, options: EmulatorOptions]> = [
    ['before the answer', { faults: [{ kind: 'stall' }] }],
    ['between two tokens', { faults: [{ kind: 'stall', afterEvents: 3 }] }],
    ['but for comments', { faults: [{ kind: 'stall', afterEvents: 3, commentEveryMs: 5 }] }],
  ];

  test.each(SILENCES)('closes the socket at once when the server is silent %s', async (_when, options) => {
    const { emulator, client } = await open(options);
    const { ends, unseen, subscription } = listen(rx(client).chat(HELLO));
    await emulator.received(1);
    await aMoment();
    subscription.unsubscribe();
    await emulator.clientLeft(1);
    await emulator.socketsClosed();
    await aMoment();
    expect(ends).toEqual([]);
    expect(unseen).toEqual([]);
  });

  test('from within the first value closes the socket', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 5 }] });
    const { values, ends, unseen, ended } = listen(rx(client).tokens(HELLO).pipe(take(1)));
    await ended;
    await emulator.clientLeft(1);
    expect(values).toHaveLength(1);
    expect(ends).toEqual(['complete']);
    expect(unseen).toEqual([]);
  });

  test('in the same turn as subscribing sends no request', async () => {
    const { emulator, client } = await open({ delayMs: 20 });
    const { values, ends, unseen, subscription } = listen(rx(client).chat(HELLO));
    subscription.unsubscribe();
    await aMoment();
    expect(emulator.activeRequests).toBe(0);
    expect([values, ends, unseen]).toEqual([[], [], []]);
  });

  test('ends calls of one response too', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall' }] });
    const { ends, unseen, subscription } = listen(rx(client).embed({ model: 'any', input: 'Hello' }));
    await emulator.received(1);
    subscription.unsubscribe();
    await emulator.clientLeft(1);
    await aMoment();
    expect([ends, unseen]).toEqual([[], []]);
  });
});

describe('what throws', () => {
  const broke = new Error('broke');

  test('in an operator ends the request', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 5 }] });
    const breaking = map(() => {
      throw broke;
    });
    const { ends, unseen, ended } = listen(rx(client).tokens(HELLO).pipe(breaking));
    await ended;
    await emulator.clientLeft(1);
    expect(ends).toEqual([broke]);
    expect(unseen).toEqual([]);
  });

  test('in a subscriber is reported by rxjs, and the request runs to its end and is gone', async () => {
    const { emulator, client } = await open();
    const unhandled = vi.fn<(error: unknown) => void>();
    config.onUnhandledError = unhandled;
    let count = 0;
    await new Promise<void>((resolve) => {
      const next = (): void => {
        count += 1;
        throw broke;
      };
      rx(client).tokens(HELLO).subscribe({ next, complete: resolve });
    });
    await aMoment();
    expect(count).toBeGreaterThan(1);
    expect(unhandled.mock.calls).toEqual(Array.from({ length: count }, () => [broke]));
    expect(emulator.activeRequests).toBe(0);
    await expect(emulator.requests[0]?.ended).resolves.toBe('answered');
  });
});

describe('errors', () => {
  test('of capabilities come by the error channel, before anything is sent', async () => {
    const { emulator, client } = await open();
    const { chat, models } = rx(client);
    const refused = [
      chat({ ...HELLO, previousResponseId: 'resp_1' }),
      models.load({ model: MODEL }),
      models.ensureLoaded({ model: MODEL }),
      models.isRunning(MODEL),
      models.unload(MODEL),
      models.download({ model: MODEL }),
      models.watchDownload('job_1'),
    ];
    for (const source of refused) {
      const { ends, ended } = listen<unknown>(source);
      await ended;
      expect(ends).toHaveLength(1);
      expect(isCapabilityError(ends[0])).toBe(true);
    }
    expect(emulator.requests).toHaveLength(0);
  });

  test('of a wrong request and of a closed client come by the error channel too', async () => {
    const { client } = await open();
    const empty = listen(rx(client).tokens({ messages: [] }));
    await empty.ended;
    await client.close();
    const closed = listen(rx(client).models.list());
    await closed.ended;
    expect([...empty.ends, ...closed.ends]).toMatchObject([{ code: 'empty_prompt' }, { code: 'closed' }]);
  });

  test("of the caller's signal are aborted, with its reason, and leave no listener", async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 3 }, { kind: 'stall' }] });
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const added = vi.spyOn(controller.signal, 'addEventListener');
    const { signal } = controller;
    const chat = listen(rx(client).chat(HELLO, { signal }));
    // The faults are for the requests as they come.
    await emulator.received(1);
    const list = listen(rx(client).models.list({ signal }));
    await emulator.received(2);
    controller.abort(new Error('enough'));
    await Promise.all([chat.ended, list.ended]);
    const late = listen(rx(client).chat(HELLO, { signal }));
    await late.ended;
    for (const { ends } of [chat, list, late]) {
      expect(isLmError(ends[0], 'aborted')).toBe(true);
      expect(ends[0]).toMatchObject({ cause: controller.signal.reason });
    }
    await Promise.all([emulator.clientLeft(1), emulator.clientLeft(2)]);
    expect(added).toHaveBeenCalledTimes(2);
    expect(removed).toHaveBeenCalledTimes(2);
  });

  test('before the first token can be retried', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'errorEvent', afterEvents: 0, times: 2 }] });
    const response = await lastValueFrom(
      rx(client)
        .chat(HELLO, { retry: false })
        .pipe(retryBeforeFirstToken({ baseDelayMs: 0 }), verifyEvents(), finalResponse()),
    );
    expect(response.text).toContain('Hello');
    expect(emulator.requests).toHaveLength(3);
  });
});
