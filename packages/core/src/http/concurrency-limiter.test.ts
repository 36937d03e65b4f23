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

test('gives no slot to a call that has already ended', async () => {
  const limiter = new ConcurrencyLimiter(1);
  expect(() => limiter.acquire(openScope(AbortSignal.abort()), 0)).toThrow(expect.objectContaining({ code: 'aborted' }));
  await limiter.acquire(openScope(), 0);
});

test('has no limit with Infinity', async () => {
  const limiter = new ConcurrencyLimiter(Infinity);
  const places = Array.from({ length: 100 }, () => limiter.acquire(openScope(), 0));
  expect(places.filter((place) => place instanceof Promise)).toEqual([]);
});
