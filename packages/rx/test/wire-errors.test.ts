import { isCapabilityError, isLmError } from '@lmux/core';
import { config, lastValueFrom, map } from 'rxjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { finalResponse } from '../src/operators/select-from-events.js';
import { retryBeforeFirstToken } from '../src/operators/retry-before-first-token.js';
import { verifyEvents } from '../src/operators/verify-events.js';
import { rx } from '../src/rx.js';
import { aMoment, HELLO, listen, MODEL, open } from './open-client.js';

afterEach(() => {
  config.onUnhandledError = null;
  config.onStoppedNotification = null;
});

describe('an exception', () => {
  const broke = new Error('broke');

  test('in an operator cancels the request', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 5 }] });
    const breaking = map(() => {
      throw broke;
    });
    const { ends, unseen, ended } = listen(rx(client).tokens(HELLO).pipe(breaking));
    await ended;
    await emulator.clientDisconnected(1);
    expect(ends).toEqual([broke]);
    expect(unseen).toEqual([]);
  });

  test('in a subscriber is reported by RxJS, and the request completes', async () => {
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
    await expect(emulator.requests[0]?.ended).resolves.toBe('completed');
  });
});

describe('errors', () => {
  test('of unsupported capabilities are emitted before a request is sent', async () => {
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

  test('of an invalid request and of a closed client are emitted too', async () => {
    const { client } = await open();
    const empty = listen(rx(client).tokens({ messages: [] }));
    await empty.ended;
    await client.close();
    const closed = listen(rx(client).models.list());
    await closed.ended;
    expect([...empty.ends, ...closed.ends]).toMatchObject([{ code: 'empty_prompt' }, { code: 'closed' }]);
  });

  test("of the caller's signal have the code aborted and its reason, and leave no listener", async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall', afterEvents: 3 }, { kind: 'stall' }] });
    const controller = new AbortController();
    const removed = vi.spyOn(controller.signal, 'removeEventListener');
    const added = vi.spyOn(controller.signal, 'addEventListener');
    const { signal } = controller;
    const chat = listen(rx(client).chat(HELLO, { signal }));
    // The faults apply to the requests in order.
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
    await Promise.all([emulator.clientDisconnected(1), emulator.clientDisconnected(2)]);
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
