import { garbageCollected } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { PullIterator } from './pull-iterator.js';
import type { PushSource } from './push-source.js';

const DONE = { done: true, value: undefined };
const value = (of: number): object => ({ done: false, value: of });

test('subscribes once, at the first pull', async () => {
  const source = new FakeSource<number>();
  const iterator = new PullIterator(source);
  expect(iterator[Symbol.asyncIterator]()).toBe(iterator);
  expect(source.calls).toEqual([]);
  const pulls = [iterator.next(), iterator.next()];
  expect(source.calls).toEqual(['subscribe']);
  source.next(1, 2);
  expect(await Promise.all(pulls)).toEqual([value(1), value(2)]);
});

test('returns the queued values before it ends, and stays done', async () => {
  const source = new FakeSource<number>((self) => {
    self.next(1, 2);
    self.complete();
  });
  const iterator = new PullIterator(source);
  expect([await iterator.next(), await iterator.next(), await iterator.next(), await iterator.next()]).toEqual([
    value(1),
    value(2),
    DONE,
    DONE,
  ]);
});

describe('an error', () => {
  test('is thrown once, after the queued values', async () => {
    const failure = new Error('broken');
    const source = new FakeSource<number>((self) => {
      self.next(1);
      self.error(failure);
      self.next(2);
    });
    const iterator = new PullIterator(source);
    expect(await iterator.next()).toEqual(value(1));
    await expect(iterator.next()).rejects.toBe(failure);
    expect(await iterator.next()).toEqual(DONE);
  });

  test('rejects the pending pull, and further pulls are done', async () => {
    const failure = new Error('broken');
    const source = new FakeSource<number>();
    const iterator = new PullIterator(source);
    const [first, second] = [iterator.next(), iterator.next()];
    source.error(failure);
    await expect(first).rejects.toBe(failure);
    expect(await second).toEqual(DONE);
  });

  test('of subscribing rejects the pull', async () => {
    const failure = new Error('cannot begin');
    const source: PushSource<number> = {
      subscribe() {
        throw failure;
      },
    };
    const iterator = new PullIterator(source);
    await expect(iterator.next()).rejects.toBe(failure);
    expect(await iterator.next()).toEqual(DONE);
  });
});

describe('canceling', () => {
  test('happens on break', async () => {
    const source = new FakeSource<number>((self) => self.next(1, 2, 3));
    for await (const _ of new PullIterator(source)) break;
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('happens on throw, which rejects with the thrown error', async () => {
    const source = new FakeSource<number>();
    const iterator = new PullIterator(source);
    const pending = iterator.next();
    const failure = new Error('enough');
    await expect(iterator.throw(failure)).rejects.toBe(failure);
    expect(await pending).toEqual(DONE);
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('drops queued and later values', async () => {
    const source = new FakeSource<number>((self) => self.next(1, 2));
    const iterator = new PullIterator(source);
    await iterator.next();
    await iterator.return();
    source.next(3);
    source.error(new Error('late'));
    expect(await iterator.next()).toEqual(DONE);
  });

  test('has no effect after the end', async () => {
    const source = new FakeSource<number>((self) => self.complete());
    const iterator = new PullIterator(source);
    await iterator.next();
    await iterator.return();
    expect(source.calls).toEqual(['subscribe']);
  });

  test('before the first pull calls onUnused, and never subscribes', async () => {
    const source = new FakeSource<number>();
    const onUnused = vi.fn<() => void>();
    const iterator = new PullIterator(source, onUnused);
    await iterator.return();
    await iterator.return();
    expect(onUnused).toHaveBeenCalledOnce();
    expect(await iterator.next()).toEqual(DONE);
    expect(source.calls).toEqual([]);
  });

  test('after the first pull does not call onUnused', async () => {
    const onUnused = vi.fn<() => void>();
    const iterator = new PullIterator(new FakeSource<number>((self) => self.next(1)), onUnused);
    await iterator.next();
    await iterator.return();
    expect(onUnused).not.toHaveBeenCalled();
  });
});

describe('back-pressure', () => {
  const push = (source: FakeSource<number>, count: number): void => {
    for (let pushed = 0; pushed < count; pushed += 1) source.next(pushed);
  };

  test('pauses at 1024 queued values and resumes at 256', async () => {
    const source = new FakeSource<number>();
    const iterator = new PullIterator(source);
    const first = iterator.next();
    push(source, 1024);
    expect(source.calls).toEqual(['subscribe']);
    push(source, 1);
    expect(source.calls).toEqual(['subscribe', 'pause']);
    push(source, 10);
    await first;
    for (let pulled = 0; pulled < 1034 - 257; pulled += 1) await iterator.next();
    expect(source.calls).toEqual(['subscribe', 'pause']);
    await iterator.next();
    expect(source.calls).toEqual(['subscribe', 'pause', 'resume']);
  });

  test('pauses when the values are pushed during subscribe', async () => {
    const source = new FakeSource<number>((self) => push(self, 2000));
    const iterator = new PullIterator(source);
    await iterator.next();
    expect(source.calls).toEqual(['subscribe', 'pause']);
  });

  test('does not resume a source that has ended', async () => {
    const source = new FakeSource<number>((self) => {
      push(self, 2000);
      self.complete();
    });
    let count = 0;
    for await (const _ of new PullIterator(source)) count += 1;
    expect(count).toBe(2000);
    expect(source.calls).toEqual(['subscribe']);
  });

  test('does not keep values that were returned while others are queued', async () => {
    const source = new FakeSource<object>();
    const iterator = new PullIterator(source);
    const read = async (count: number): Promise<void> => {
      for (let pulled = 0; pulled < count; pulled += 1) await iterator.next();
    };
    const pushed: WeakRef<object>[] = [];
    const pushObjects = (count: number): void => {
      for (let at = 0; at < count; at += 1) {
        const event = {};
        pushed.push(new WeakRef(event));
        source.next(event);
      }
    };
    const pull = iterator.next();
    pushObjects(300);
    await pull;
    for (let turn = 0; turn < 20; turn += 1) {
      pushObjects(200);
      // The queue is never empty.
      await read(200);
    }
    // `pull` keeps the first one.
    const returned = pushed.slice(1, 1500);
    const areCollected = (): boolean => returned.every((event) => event.deref() === undefined);
    await garbageCollected(areCollected);
    expect(areCollected()).toBe(true);
    await iterator.return();
  });
});

test('keeps the order of values that the source sends as soon as it continues', async () => {
  let observer: Parameters<PushSource<number>['subscribe']>[0] | undefined;
  const resumed = vi.fn<() => void>(() => {
    observer?.next(1);
    observer?.next(2);
  });
  const source: PushSource<number> = {
    subscribe(given) {
      observer = given;
      return { pause() {}, resume() {}, cancel() {}, consumer: { start() {}, stop: resumed, dispose() {} } };
    },
  };
  const iterator = new PullIterator(source);
  const first = iterator.next();
  const second = iterator.next();
  expect(resumed).toHaveBeenCalled();
  expect(await Promise.all([first, second])).toEqual([value(1), value(2)]);
});
