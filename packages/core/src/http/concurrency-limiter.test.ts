import { getEventListeners } from 'node:events';
import { settled } from '@lmux/test-support';
import { expect, test } from 'vitest';
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
    void Promise.resolve(limiter.acquire(openScope())).then((release) => {
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
  const release = await limiter.acquire(openScope());
  release();
  release();
  await limiter.acquire(openScope());
  let third = false;
  void Promise.resolve(limiter.acquire(openScope())).then(() => (third = true));
  await settled();
  expect(third).toBe(false);
});

test('removes a call from the queue when it is aborted while waiting', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope());
  const controller = new AbortController();
  const scope = openScope(controller.signal);
  const waiting = limiter.acquire(scope);
  const next = limiter.acquire(openScope());
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  release();
  (await next)();
  (await limiter.acquire(openScope()))();
});

test('removes the abort listener of a call that gets a slot', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope());
  const scope = openScope();
  const waiting = limiter.acquire(scope);
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(1);
  release();
  await waiting;
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(0);
});

test('gives no slot to a call that has already ended', async () => {
  const limiter = new ConcurrencyLimiter(1);
  expect(() => limiter.acquire(openScope(AbortSignal.abort()))).toThrow(expect.objectContaining({ code: 'aborted' }));
  await limiter.acquire(openScope());
});

test('has no limit with Infinity', async () => {
  const limiter = new ConcurrencyLimiter(Infinity);
  const places = Array.from({ length: 100 }, () => limiter.acquire(openScope()));
  expect(places.filter((place) => place instanceof Promise)).toEqual([]);
});
