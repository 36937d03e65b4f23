import { settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { Recorder } from '../../test/support/recorder.js';
import { toPushSource } from './to-push-source.js';

function generator(values: number, log: string[], failure?: Error): AsyncIterable<number> {
  return (async function* () {
    try {
      for (let value = 0; value < values; value += 1) {
        log.push(`make ${value}`);
        yield value;
      }
      if (failure !== undefined) throw failure;
    } finally {
      log.push('finally');
    }
  })();
}

test('pushes the values and the end of an iterable', async () => {
  const log: string[] = [];
  const recorder = new Recorder<number>();
  toPushSource(generator(3, log)).subscribe(recorder);
  await recorder.ended;
  expect(recorder.heard).toEqual([0, 1, 2, 'complete']);
  expect(log.at(-1)).toBe('finally');
});

/** Subscribes to a generator of three numbers. */
function subscribe() {
  const log: string[] = [];
  const recorder = new Recorder<number>();
  return { log, recorder, subscription: toPushSource(generator(3, log)).subscribe(recorder) };
}

test('passes on its error', async () => {
  const failure = new Error('broken');
  const recorder = new Recorder<number>();
  toPushSource(generator(1, [], failure)).subscribe(recorder);
  await recorder.ended;
  expect(recorder.heard).toEqual([0, { error: failure }]);
});

test('pulls no further values while paused', async () => {
  const { log, recorder, subscription } = subscribe();
  subscription.pause();
  await settled();
  expect(log).toEqual(['make 0']);
  subscription.resume();
  await recorder.ended;
  expect(recorder.heard).toEqual([0, 1, 2, 'complete']);
});

describe('cancel', () => {
  test('runs the cleanup of the generator, and pushes no more values', async () => {
    const { log, recorder, subscription } = subscribe();
    subscription.cancel();
    subscription.cancel();
    await settled();
    expect(log).toEqual(['make 0', 'finally']);
    expect(recorder.heard).toEqual([]);
  });

  test('works while paused', async () => {
    const { log, recorder, subscription } = subscribe();
    subscription.pause();
    await settled();
    subscription.cancel();
    await settled();
    expect(log).toEqual(['make 0', 'finally']);
    expect(recorder.heard).toEqual([0]);
  });

  test('does nothing after the end', async () => {
    const recorder = new Recorder<number>();
    const subscription = toPushSource(generator(1, [])).subscribe(recorder);
    await recorder.ended;
    subscription.cancel();
    await settled();
    expect(recorder.heard).toEqual([0, 'complete']);
  });

  test.each([
    ['has no', undefined],
    ['rejects on', () => Promise.reject(new Error('cannot return'))],
    [
      'throws on',
      () => {
        throw new Error('cannot return');
      },
    ],
  ])('survives an iterator that %s return', async (_name, end) => {
    const iterator = { next: () => new Promise<never>(() => {}), ...(end === undefined ? {} : { return: end }) };
    const subscription = toPushSource<number>({ [Symbol.asyncIterator]: () => iterator }).subscribe(new Recorder());
    expect(() => subscription.cancel()).not.toThrow();
    await settled();
  });
});

test('ends the generator if the observer throws', async () => {
  const log: string[] = [];
  const failure = new Error('the observer failed');
  const recorder = new Recorder<number>();
  toPushSource(generator(3, log)).subscribe({
    next() {
      throw failure;
    },
    error: (error) => recorder.error(error),
    complete: () => recorder.complete(),
  });
  await recorder.ended;
  await settled();
  expect(recorder.heard).toEqual([{ error: failure }]);
  expect(log).toEqual(['make 0', 'finally']);
});
