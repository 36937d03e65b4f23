import { interval, map, take, VirtualTimeScheduler } from 'rxjs';
import { expect, test } from 'vitest';
import { EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { throughput } from './throughput.js';

marbleTest('emits the rate since the first token, even while the server is silent', ({ cold, expectObservable }) => {
  // The first token arrives at 100 ms, five more until 600 ms, and then none.
  const events = cold('  100ms (stT) 95ms U 99ms R 99ms U 99ms U 99ms U 999ms (xf|)', EVENTS);
  const rates = events.pipe(throughput({ everyMs: 500 }));
  expectObservable(rates).toBe('600ms b 499ms c 499ms (e|)', { b: 10, c: 5, e: (5 * 1000) / 1500 });
});

marbleTest(
  'accepts the strings of tokens(), and emits the rate at the end of a short response',
  ({ cold, expectObservable }) => {
    const tokens = cold('49ms T 49ms T 49ms T 49ms T 49ms |');
    expectObservable(tokens.pipe(throughput())).toBe('249ms (f|)', { f: (3 * 1000) / 200 });
  },
);

marbleTest('counts the pieces of a refusal, and no raw output', ({ cold, expectObservable }) => {
  const events = cold('49ms g 49ms G 49ms G 49ms a 49ms G 49ms h 49ms (f|)', EVENTS);
  expectObservable(events.pipe(throughput())).toBe('349ms (r|)', { r: (2 * 1000) / 250 });
});

marbleTest('emits nothing without a token, or if no time has passed', ({ cold, expectObservable }) => {
  expectObservable(cold('-sp 2s qf|', EVENTS).pipe(throughput())).toBe('--- 2s --|');
  expectObservable(cold('-(TT|)').pipe(throughput())).toBe('-|');
});

test('measures time with the given scheduler', () => {
  const clock = new VirtualTimeScheduler();
  const emitted: unknown[] = [];
  const tokens = interval(100, clock).pipe(
    take(6),
    map(() => 'T'),
  );
  tokens.pipe(throughput({ everyMs: 200, scheduler: clock })).subscribe((rate) => emitted.push([clock.now(), rate]));
  clock.flush();
  expect(emitted).toEqual([
    [300, 5],
    [500, 7.5],
    [600, 10],
  ]);
});

marbleTest(
  'releases its timer and the source on unsubscribe, or when the source fails',
  ({ cold, expectObservable, expectSubscriptions }) => {
    const tokens = cold('T 49ms T 499ms T');
    expectObservable(tokens.pipe(throughput({ everyMs: 100 })), '^ 149ms !').toBe('100ms b', { b: 10 });
    expectSubscriptions(tokens.subscriptions).toBe('^ 149ms !');
    const broken = cold('T 49ms #');
    expectObservable(broken.pipe(throughput({ everyMs: 100 }))).toBe('- 49ms #');
  },
);
