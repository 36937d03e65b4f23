import { getEventListeners } from 'node:events';
import { settled } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { CallScope } from '../signals/call-scope.js';
import { FakeClock } from '../testing/fake-clock.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

const openScope = (signal?: AbortSignal): CallScope =>
  new CallScope(new FakeClock(), signal, { describe: () => 'GET http://host' });

test('lets so many run, the others in the order in which they came', async () => {
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

test('a place is freed once, however often it is given back', async () => {
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

test('a call that is aborted while waiting is removed from the queue, and leaves nothing behind', async () => {
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

test('a call that gets a place has no listener left', async () => {
  const limiter = new ConcurrencyLimiter(1);
  const release = await limiter.acquire(openScope());
  const scope = openScope();
  const waiting = limiter.acquire(scope);
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(1);
  release();
  await waiting;
  expect(getEventListeners(scope.signal, 'abort')).toHaveLength(0);
});

test('a call that is over takes no place', async () => {
  const limiter = new ConcurrencyLimiter(1);
  expect(() => limiter.acquire(openScope(AbortSignal.abort()))).toThrow(expect.objectContaining({ code: 'aborted' }));
  await limiter.acquire(openScope());
});

test('Infinity means no limit', async () => {
  const limiter = new ConcurrencyLimiter(Infinity);
  const places = Array.from({ length: 100 }, () => limiter.acquire(openScope()));
  expect(places.filter((place) => place instanceof Promise)).toEqual([]);
});
