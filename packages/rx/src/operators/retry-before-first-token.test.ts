import { BackoffRetryPolicy, LmError, type RetryPolicy, type StreamEvent } from '@lmux/core';
import { defer, lastValueFrom, of, throwError, VirtualTimeScheduler, type Observable } from 'rxjs';
import type { RunHelpers } from 'rxjs/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EVENTS } from '../../test/events.js';
import { marbleTest } from '../../test/marble-test.js';
import { retryBeforeFirstToken } from './retry-before-first-token.js';

const CRASH = new LmError('model_crashed', 'The model crashed.', { retryable: true });
const REFUSAL = new LmError('authentication', 'The key is wrong.');
const WAIT_2 = { delayMs: () => 2 };

/** Creates a source with a different diagram for each subscription. The last diagram is used for all further ones. */
function attempts({ cold }: RunHelpers, diagrams: readonly string[], error: unknown = CRASH): Observable<StreamEvent> {
  let subscriptions = 0;
  return defer(() => {
    const diagram = diagrams[Math.min(subscriptions, diagrams.length - 1)] ?? '';
    subscriptions += 1;
    return cold<StreamEvent>(diagram, EVENTS, error);
  });
}

describe('retryBeforeFirstToken', () => {
  afterEach(() => vi.restoreAllMocks());

  marbleTest('retries after its delay, and emits a single stream', (helpers) => {
    const source = attempts(helpers, ['-#', '-stTxf|']);
    helpers.expectObservable(source.pipe(retryBeforeFirstToken(WAIT_2))).toBe('--- -stTxf|', EVENTS);
  });

  marbleTest('emits one start, ends the phase that an attempt left open, and emits each warning once', (helpers) => {
    const source = attempts(helpers, ['swlL#', 'swpP#', 'swlLmpPqtTxf|']);
    helpers
      .expectObservable(source.pipe(retryBeforeFirstToken(WAIT_2)))
      .toBe('swlL- -y-pP- -q-lLmpPqtTxf|', { ...EVENTS, y: { type: 'model-load-end' } });
  });

  for (const first of ['t', 'r', 'g', 'a', 'c', 'o', 'f', 'n']) {
    marbleTest(`does not retry after the event ${first}`, (helpers) => {
      const source = attempts(helpers, [`s${first}#`]);
      helpers.expectObservable(source.pipe(retryBeforeFirstToken(WAIT_2))).toBe(`s${first}#`, EVENTS, CRASH);
    });
  }

  marbleTest('emits errors that are not retryable', (helpers) => {
    const refused = (): Observable<StreamEvent> => attempts(helpers, ['-#', '-stTxf|'], REFUSAL);
    const { expectObservable } = helpers;
    expectObservable(refused().pipe(retryBeforeFirstToken(WAIT_2))).toBe('-#', EVENTS, REFUSAL);
    const stubborn = { ...WAIT_2, isRetryable: () => true };
    expectObservable(refused().pipe(retryBeforeFirstToken(stubborn))).toBe('----stTxf|', EVENTS);
  });

  marbleTest('treats the first value that is not an event as the first token', ({ cold, expectObservable }) => {
    let subscriptions = 0;
    const source = defer(() => cold(subscriptions++ === 0 ? '-#' : '-a-#', undefined, CRASH));
    expectObservable(source.pipe(retryBeforeFirstToken(WAIT_2))).toBe('----a-#', undefined, CRASH);
    const nothing = cold<undefined>('-a|', { a: undefined });
    expectObservable(nothing.pipe(retryBeforeFirstToken())).toBe('-a|', { a: undefined });
  });

  marbleTest('gives up after maxRetries, with the last error', (helpers) => {
    const zero = { baseDelayMs: 0 };
    const dead = (): Observable<StreamEvent> => attempts(helpers, ['-#']);
    helpers.expectObservable(dead().pipe(retryBeforeFirstToken(zero))).toBe('---#', {}, CRASH);
    helpers.expectObservable(dead().pipe(retryBeforeFirstToken({ ...zero, maxRetries: 1 }))).toBe('--#', {}, CRASH);
    helpers.expectObservable(dead().pipe(retryBeforeFirstToken(0))).toBe('-#', {}, CRASH);
  });

  marbleTest('uses the delays of core: exponential, limited, or as the server requests', (helpers) => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const dead = (error: unknown = CRASH): Observable<StreamEvent> => attempts(helpers, ['#'], error);
    const hinting = Object.assign(new LmError('overloaded', 'Wait.', { retryable: true }), { retryAfterMs: 40 });
    const base = { baseDelayMs: 20, maxRetries: 3 };
    const { expectObservable } = helpers;
    expectObservable(dead().pipe(retryBeforeFirstToken(base))).toBe('10ms 20ms 40ms #', {}, CRASH);
    expectObservable(dead().pipe(retryBeforeFirstToken({ ...base, maxDelayMs: 15 }))).toBe(
      '10ms 15ms 15ms #',
      {},
      CRASH,
    );
    expectObservable(dead().pipe(retryBeforeFirstToken({ ...base, budgetMs: 30 }))).toBe('10ms 20ms #', {}, CRASH);
    expectObservable(dead(hinting).pipe(retryBeforeFirstToken(1))).toBe('40ms #', {}, hinting);
    // A shorter wait than requested would be in vain.
    expectObservable(dead(hinting).pipe(retryBeforeFirstToken({ maxDelayMs: 39 }))).toBe('#', {}, hinting);
  });

  marbleTest('retries maxRetries times with a fixed delay or with a function', (helpers) => {
    const dead = (): Observable<StreamEvent> => attempts(helpers, ['#']);
    const { expectObservable } = helpers;
    expectObservable(dead().pipe(retryBeforeFirstToken({ delayMs: 4 }))).toBe('8ms #', {}, CRASH);
    expectObservable(dead().pipe(retryBeforeFirstToken({ ...WAIT_2, maxRetries: 3 }))).toBe('6ms #', {}, CRASH);
  });

  marbleTest('accepts a retry policy of core', (helpers) => {
    const policy = new BackoffRetryPolicy({ maxRetries: 2, baseDelayMs: 10 }, () => 0.5);
    const dead = attempts(helpers, ['#']);
    helpers.expectObservable(dead.pipe(retryBeforeFirstToken(policy))).toBe('5ms 10ms #', {}, CRASH);
  });

  test('passes the number of the failed attempt and the total delay to its policy', () => {
    const failures: unknown[] = [];
    const delayMs = ({ attempt, waitedMs }: { attempt: number; waitedMs: number }): number | undefined => {
      failures.push([attempt, waitedMs]);
      return attempt < 3 ? 700 : undefined;
    };
    const clock = new VirtualTimeScheduler();
    const errors: unknown[] = [];
    const dead = throwError(() => CRASH);
    dead.pipe(retryBeforeFirstToken({ delayMs, scheduler: clock })).subscribe({ error: (error) => errors.push(error) });
    clock.flush();
    expect(errors).toEqual([CRASH]);
    expect(failures).toEqual([
      [1, 0],
      [2, 700],
      [3, 1400],
    ]);
  });

  test('waits on the given scheduler', () => {
    const clock = new VirtualTimeScheduler();
    const emitted: unknown[] = [];
    let subscriptions = 0;
    const source = defer(() => (subscriptions++ === 0 ? throwError(() => CRASH) : of('T')));
    const policy = { delayMs: () => 700, scheduler: clock };
    source.pipe(retryBeforeFirstToken(policy)).subscribe((token) => emitted.push([clock.now(), token]));
    expect(emitted).toEqual([]);
    clock.flush();
    expect(emitted).toEqual([[700, 'T']]);
  });

  marbleTest('cancels its delay on unsubscribe', ({ cold, expectObservable, expectSubscriptions }) => {
    const source = cold('-#', EVENTS, CRASH);
    expectObservable(source.pipe(retryBeforeFirstToken({ delayMs: () => 5 })), '^--!').toBe('---');
    expectSubscriptions(source.subscriptions).toBe('^!');
  });

  for (const delayMs of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    marbleTest(`does not retry after the delay ${delayMs}`, (helpers) => {
      const source = attempts(helpers, ['-#', '-stTxf|']);
      const policy = { delayMs: () => delayMs };
      helpers.expectObservable(source.pipe(retryBeforeFirstToken(policy))).toBe('-#', EVENTS, CRASH);
    });
  }

  const boom = (): never => {
    throw new Error('The policy is broken.');
  };

  test.each([
    ['returns NaN', () => Number.NaN],
    ['returns a string', (): unknown => '5'],
    ['throws', boom],
  ])('fails with the error of the source, and reports it once, if its policy %s', async (_what, delayMs) => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const policy = { delayMs } as RetryPolicy;
    for (let calls = 0; calls < 2; calls += 1) {
      const dead = throwError(() => CRASH).pipe(retryBeforeFirstToken(policy));
      await expect(lastValueFrom(dead)).rejects.toBe(CRASH);
    }
    expect(warn).toHaveBeenCalledOnce();
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('retryPolicy.delayMs'),
      expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' }),
    );
  });

  test('completes although its policy fails when it is informed of the success', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const policy = { delayMs: () => 0, succeeded: boom };
    expect(await lastValueFrom(of(1).pipe(retryBeforeFirstToken(policy)))).toBe(1);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('retryPolicy.succeeded'),
      expect.objectContaining({ code: 'LMUX_CALLBACK_ERROR' }),
    );
  });

  marbleTest('has no retry quota of its own', (helpers) => {
    const policy = retryBeforeFirstToken<StreamEvent>({ maxRetries: 150, baseDelayMs: 0 });
    const source = attempts(helpers, [...Array.from({ length: 150 }, () => '#'), '-stTxf|']);
    helpers.expectObservable(source.pipe(policy)).toBe('-stTxf|', EVENTS);
  });

  test('shares the quota of a policy that it is given, and refills it', async () => {
    const policy = new BackoffRetryPolicy({ baseDelayMs: 0, quota: { capacity: 5, refill: 0 } });
    const succeeded = vi.spyOn(policy, 'succeeded');
    let subscriptions = 0;
    const source = defer(() => (++subscriptions === 1 ? throwError(() => CRASH) : of(1)));
    expect(await lastValueFrom(source.pipe(retryBeforeFirstToken(policy)))).toBe(1);
    expect(succeeded.mock.calls).toEqual([[{ retries: 1 }]]);
    for (const expected of [2, 1]) {
      subscriptions = 0;
      const crash = new LmError('model_crashed', 'The model crashed.', { retryable: true });
      const failing = defer(() => throwError(() => (++subscriptions, crash)));
      await expect(lastValueFrom(failing.pipe(retryBeforeFirstToken(policy)))).rejects.toBe(crash);
      expect(subscriptions).toBe(expected);
    }
  });
});
