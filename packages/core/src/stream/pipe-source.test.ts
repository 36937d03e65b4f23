import { describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { filterMapSource, pipeSource } from './pipe-source.js';
import { failingSource } from './push-source.js';

describe('filterMapSource', () => {
  test('maps values and omits some', () => {
    const wire = new FakeSource<number>();
    const recorder = new Recorder<string>();
    filterMapSource(wire, (value) => (value % 2 === 0 ? `even ${value}` : undefined)).subscribe(recorder);
    wire.next(1, 2, 3, 4);
    wire.complete();
    expect(recorder.heard).toEqual(['even 2', 'even 4', 'complete']);
  });

  test('passes on errors', () => {
    const recorder = new Recorder<number>();
    filterMapSource(failingSource<number>('broken'), (value) => value).subscribe(recorder);
    expect(recorder.heard).toEqual([{ error: 'broken' }]);
  });
});

describe('pipeSource', () => {
  test('passes on values and ends without a handler', () => {
    const wire = new FakeSource<number>();
    const recorder = new Recorder<number>();
    const subscription = pipeSource<number>(wire, () => ({})).subscribe(recorder);
    subscription.pause();
    subscription.resume();
    wire.next(1, 2);
    wire.complete();
    expect(recorder.heard).toEqual([1, 2, 'complete']);
    expect(wire.calls).toEqual(['subscribe', 'pause', 'resume']);
  });

  test('creates the handlers for each subscription', () => {
    const wire = new FakeSource<string>();
    const counts = pipeSource<string, number>(wire, (observer) => {
      let count = 0;
      return { next: () => observer.next((count += 1)) };
    });
    for (let times = 0; times < 2; times += 1) {
      const recorder = new Recorder<number>();
      counts.subscribe(recorder);
      wire.next('a', 'b');
      wire.complete();
      expect(recorder.heard).toEqual([1, 2, 'complete']);
    }
  });

  test('calls the handlers for errors and completion', () => {
    const recorder = new Recorder<string>();
    pipeSource<string>(failingSource('broken'), (observer) => ({
      error(error) {
        observer.next(String(error));
        observer.complete();
      },
    })).subscribe(recorder);
    expect(recorder.heard).toEqual(['broken', 'complete']);
  });

  test('aborts the signal of the handlers and cancels the source when the consumer cancels', () => {
    const wire = new FakeSource<number>();
    let signal: AbortSignal | undefined;
    let later: () => AbortSignal | undefined = () => undefined;
    const subscription = pipeSource<number>(wire, (_observer, canceled) => {
      signal = canceled();
      later = canceled;
      return {};
    }).subscribe(new Recorder<number>());
    expect(signal?.aborted).toBe(false);
    subscription.cancel();
    expect(signal?.aborted).toBe(true);
    expect(later()?.aborted).toBe(true);
    expect(wire.calls).toEqual(['subscribe', 'cancel']);
  });
});
