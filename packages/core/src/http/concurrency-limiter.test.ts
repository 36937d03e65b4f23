import { getEventListeners } from 'node:events';
import { rejectionOf, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { CallScope } from '../signals/call-scope.js';
import { FakeClock } from '../testing/fake-clock.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const openScope = (signal?: AbortSignal): CallScope =>
  new CallScope(new FakeClock(), signal, { describe: () => 'GET http://host' });

test('runs calls up to the limit, and further calls in the order of their arrival', async () => {
  const limiter = new ConcurrencyLimiter(2);
  const order: string[] = [];
  const releases = new Map<string, () => void>();
  for (const name of ['a', 'b', 'c', 'd']) {
    void Promise.resolve(limiter.acquire(openScope(), 0)).then((release) => {
      order.push(name);
      releases.set(name, release);
    });
  }
  await settled();
  expect(order).toEqual(['a', 'b']);
  releases.get('b')?.();
  await settled();
  expect(order).toEqual(['a', 'b', 'c']);
  releases.get('a')?.();
  await settled();
  expect(order).toEqual(['a', 'b', 'c', 'd']);
});

test('releases a slot only once, even if release is called twice', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope(), 0);
  release();
  release();
  await limiter.acquire(openScope(), 0);
  let third = false;
  void Promise.resolve(limiter.acquire(openScope(), 0)).then(() => (third = true));
  await settled();
  expect(third).toBe(false);
});

test('removes a call from the queue when it is aborted while waiting', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope(), 0);
  const controller = new AbortController();
  const scope = openScope(controller.signal);
  const waiting = limiter.acquire(scope, 0);
  const next = limiter.acquire(openScope(), 0);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  release();
  (await next)();
  (await limiter.acquire(openScope(), 0))();
});

test('removes the abort listener of a call that gets a slot', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope(), 0);
  const scope = openScope();
  const waiting = limiter.acquire(scope, 0);
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(1);
  release();
  await waiting;
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(0);
});

describe('the queue timeout', () => {
  /** Returns a limiter with one running call, and a call that waits. */
  async function waiting(queueMs: number, signal?: AbortSignal) {
    const clock = new FakeClock();
    const limiter = new ConcurrencyLimiter(1);
    const release = await limiter.acquire(openScope(), 0);
    const scope = new CallScope(clock, signal, { describe: () => 'GET http://host' });
    const given = Promise.resolve(limiter.acquire(scope, queueMs));
    return { clock, limiter, release, scope, given };
  }

  test('ends the wait, and says what the call waited for', async () => {
    const { clock, limiter, release, scope, given } = await waiting(1000);
    const next = limiter.acquire(openScope(), 0);
    const error = rejectionOf(given);
    clock.advance(1000);
    expect(await error).toMatchObject({
      code: 'queue_timeout',
      retryable: true,
      message:
        'The call was not sent within 1000 ms (GET http://host). It was waiting for a slot, and nothing was sent (calls running: 1, waiting: 2, "maxConcurrent": 1). End streams that are no longer read, increase "maxConcurrent", or increase "timeouts.queue" or set it to 0 for no limit.',
    });
    expect(await error).not.toHaveProperty('attempts');
    expect([clock.timers, getEventListeners(scope.signal, 'abort')]).toEqual([0, []]);
    release();
    (await next)();
  });

  test.each<[string, (parts: Awaited<ReturnType<typeof waiting>>, controller: AbortController) => unknown]>([
    ['the call gets its slot', ({ release }) => release()],
    ['the call is aborted', (_, controller) => controller.abort()],
    ['the call ends', ({ scope }) => scope.fail(new LmError('closed', 'Closed.'))],
  ])('leaves no timer and no listener when %s', async (_what, end) => {
    const controller = new AbortController();
    const parts = await waiting(1000, controller.signal);
    const { clock, scope, given } = parts;
    expect(clock.timers).toBe(1);
    end(parts, controller);
    await given.then(
      () => {},
      () => {},
    );
    expect([clock.timers, getEventListeners(scope.signal, 'abort'), scope.waitNote]).toEqual([0, [], '']);
    scope.dispose();
  });

  test('does not exist with 0', async () => {
    const { clock, release, given } = await waiting(0);
    expect(clock.timers).toBe(0);
    release();
    (await given)();
  });
});

test('gives no slot to a call that has already ended', async () => {
  const limiter = new ConcurrencyLimiter(1);
  expect(() => limiter.acquire(openScope(AbortSignal.abort()), 0)).toThrow(
    expect.objectContaining({ code: 'aborted' }),
  );
  await limiter.acquire(openScope(), 0);
});

test('has no limit with Infinity', async () => {
  const limiter = new ConcurrencyLimiter(Infinity);
  const slots = Array.from({ length: 100 }, () => limiter.acquire(openScope(), 0));
  expect(slots.filter((slot) => slot instanceof Promise)).toEqual([]);
});
