import { settled } from '@lmux/test-support';
import { config, map, take } from 'rxjs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fromStream } from './from-stream.js';

/** Creates an iterable that yields some values, then waits forever and ignores its signal. It records the calls that it receives. */
function waiting(values: readonly string[]) {
  const left = [...values];
  const seen = { opened: 0, returned: 0, aborted: 0 };
  const open = (signal: AbortSignal): AsyncIterable<string> => {
    seen.opened += 1;
    signal.addEventListener('abort', () => (seen.aborted += 1));
    const iterator: AsyncIterator<string> = {
      next: () => {
        const value = left.shift();
        return value === undefined ? new Promise(() => {}) : Promise.resolve({ done: false, value });
      },
      return: () => {
        seen.returned += 1;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  };
  return { open, seen };
}

/** Creates an observer that records its notifications. */
function listener() {
  const heard: unknown[] = [];
  const observer = {
    next: (value: unknown) => void heard.push(value),
    error: (error: unknown) => void heard.push(['error', error]),
    complete: () => void heard.push('complete'),
  };
  return { heard, observer };
}

describe('fromStream', () => {
  afterEach(() => {
    config.onUnhandledError = null;
    config.onStoppedNotification = null;
  });

  test('opens the iterable once for each subscription, and not before', async () => {
    let opened = 0;
    const values = fromStream(async function* () {
      opened += 1;
      yield* ['a', 'b'];
    });
    expect(opened).toBe(0);
    const [first, second] = [listener(), listener()];
    values.subscribe(first.observer);
    values.subscribe(second.observer);
    await settled();
    expect(opened).toBe(2);
    expect([first.heard, second.heard]).toEqual([
      ['a', 'b', 'complete'],
      ['a', 'b', 'complete'],
    ]);
  });

  test('aborts and returns immediately on unsubscribe, even while the iterable waits', async () => {
    const { open, seen } = waiting(['a']);
    const { heard, observer } = listener();
    const subscription = fromStream(open).subscribe(observer);
    await settled();
    expect(seen).toEqual({ opened: 1, returned: 0, aborted: 0 });
    subscription.unsubscribe();
    expect(seen).toEqual({ opened: 1, returned: 1, aborted: 1 });
    await settled();
    expect(heard).toEqual(['a']);
  });

  test('ends a waiting generator through its signal, and ignores what it throws then', async () => {
    const stopped = vi.fn<() => void>();
    config.onStoppedNotification = stopped;
    let ended = false;
    const { heard, observer } = listener();
    const subscription = fromStream(async function* (signal) {
      try {
        yield 'a';
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      } finally {
        ended = true;
      }
    }).subscribe(observer);
    await settled();
    subscription.unsubscribe();
    await settled();
    expect(ended).toBe(true);
    expect(heard).toEqual(['a']);
    expect(stopped).not.toHaveBeenCalled();
  });

  test('aborts and returns on unsubscribe within a value', async () => {
    const { open, seen } = waiting(['a', 'b']);
    const { heard, observer } = listener();
    fromStream(open).pipe(take(1)).subscribe(observer);
    await settled();
    expect(heard).toEqual(['a', 'complete']);
    expect(seen).toEqual({ opened: 1, returned: 1, aborted: 1 });
  });

  test('aborts and returns when an operator throws', async () => {
    const { open, seen } = waiting(['a', 'b']);
    const { heard, observer } = listener();
    const broke = new Error('broke');
    const breaking = map(() => {
      throw broke;
    });
    fromStream(open).pipe(breaking).subscribe(observer);
    await settled();
    expect(heard).toEqual([['error', broke]]);
    expect(seen).toEqual({ opened: 1, returned: 1, aborted: 1 });
  });

  test('continues when a subscriber throws, like any Observable', async () => {
    const unhandled = vi.fn<(error: unknown) => void>();
    config.onUnhandledError = unhandled;
    const { open, seen } = waiting(['a', 'b']);
    const subscription = fromStream(open).subscribe((value) => {
      throw new Error(value);
    });
    await vi.waitFor(() => expect(unhandled).toHaveBeenCalledTimes(2));
    subscription.unsubscribe();
    expect(seen).toEqual({ opened: 1, returned: 1, aborted: 1 });
  });

  test('neither aborts nor returns an iterable that ends or fails by itself', async () => {
    const broke = new Error('broke');
    for (const last of [
      () => Promise.resolve({ done: true as const, value: undefined }),
      () => Promise.reject(broke),
    ]) {
      const returned = vi.fn<() => Promise<never>>();
      const { heard, observer } = listener();
      let aborted: AbortSignal | undefined;
      fromStream((signal) => {
        aborted = signal;
        return { [Symbol.asyncIterator]: () => ({ next: last, return: returned }) };
      }).subscribe(observer);
      await settled();
      expect(heard).toHaveLength(1);
      expect(aborted?.aborted).toBe(false);
      expect(returned).not.toHaveBeenCalled();
    }
  });

  test('emits an error of open as its error', () => {
    const { heard, observer } = listener();
    const broke = new Error('broke');
    fromStream<string>(() => {
      throw broke;
    }).subscribe(observer);
    expect(heard).toEqual([['error', broke]]);
  });

  test('accepts iterators without return, and ignores a failing return', async () => {
    const next = (): Promise<IteratorResult<string>> => new Promise(() => {});
    const failing = (): Promise<never> => Promise.reject(new Error('late'));
    const throwing = (): never => {
      throw new Error('late');
    };
    for (const iterator of [{ next }, { next, return: failing }, { next, return: throwing }]) {
      const subscription = fromStream(() => ({ [Symbol.asyncIterator]: () => iterator })).subscribe();
      expect(() => subscription.unsubscribe()).not.toThrow();
    }
    await settled();
  });
});
