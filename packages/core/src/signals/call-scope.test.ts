import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { CallScope, type ScopeTimeout } from './call-scope.js';

function open(signal?: AbortSignal) {
  const clock = new FakeClock();
  const scope = new CallScope(clock, signal, { provider: 'p', describe: () => 'GET http://host/path' });
  return { clock, scope };
}

const abortListeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('the caller', () => {
  test('ends the call by aborting the signal, with the reason as the cause', () => {
    const controller = new AbortController();
    const { scope } = open(controller.signal);
    const reason = new Error('no longer wanted');
    controller.abort(reason);
    expect(scope.failure).toMatchObject({ code: 'aborted', retryable: false, provider: 'p' });
    expect(scope.failure?.cause).toBe(reason);
    expect(scope.failure?.message).toContain('GET http://host/path');
    expect(scope.signal.reason).toBe(scope.failure);
    expect(() => scope.throwIfFailed()).toThrow(scope.failure);
  });

  test('may have aborted the signal before the call', () => {
    const signal = AbortSignal.abort('early');
    const { scope } = open(signal);
    expect(scope.failure).toMatchObject({ code: 'aborted', cause: 'early' });
    expect(scope.signal.aborted).toBe(true);
    expect(abortListeners(signal)).toBe(0);
  });

  test('has no listeners left on a signal that outlives the calls', () => {
    const { signal } = new AbortController();
    for (let calls = 0; calls < 50; calls += 1) {
      const { scope } = open(signal);
      expect(abortListeners(signal)).toBe(1);
      scope.dispose();
    }
    expect(abortListeners(signal)).toBe(0);
  });
});

describe('a timeout', () => {
  const timeouts: [ScopeTimeout, string, (scope: CallScope) => void][] = [
    ['total', 'total_timeout', (scope) => scope.startTotal(100)],
    ['firstByte', 'first_byte_timeout', (scope) => scope.startFirstByte(100)],
    ['idle', 'idle_timeout', (scope) => scope.startIdle(100, 0)],
    ['eventIdle', 'idle_timeout', (scope) => scope.startIdle(0, 100)],
  ];

  test.each(timeouts)('%s ends the call with %s, and names its option in the message', (name, code, start) => {
    const { clock, scope } = open();
    scope.attempts = 2;
    start(scope);
    clock.advance(99);
    expect(scope.failure).toBeUndefined();
    clock.advance(1);
    expect(scope.failure).toMatchObject({ code, retryable: true, provider: 'p', attempts: 2 });
    expect(scope.failure?.message).toContain(`timeouts.${name}`);
    expect(scope.failure?.message).toContain('100 ms');
    expect(scope.signal.aborted).toBe(true);
  });

  test.each(timeouts)('%s has no timer left after dispose', (_name, _code, start) => {
    const { clock, scope } = open();
    start(scope);
    expect(clock.timers).toBe(1);
    scope.dispose();
    expect(clock.timers).toBe(0);
  });

  test('of 0 is disabled', () => {
    const { clock, scope } = open();
    scope.startTotal(0);
    scope.startFirstByte(0);
    scope.startIdle(0, 0);
    expect(clock.timers).toBe(0);
  });

  test('of the first byte stops when the response begins, and restarts with each attempt', () => {
    const { clock, scope } = open();
    scope.startFirstByte(100);
    clock.advance(90);
    scope.startFirstByte(100);
    clock.advance(90);
    scope.stopFirstByte();
    clock.advance(1000);
    expect(scope.failure).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  test('of idle is reset by bytes, and of eventIdle only by events', () => {
    const { clock, scope } = open();
    scope.startIdle(100, 250);
    for (let comments = 0; comments < 3; comments += 1) {
      clock.advance(80);
      scope.idle.touchBytes();
    }
    expect(scope.failure).toBeUndefined();
    clock.advance(10);
    expect(scope.failure?.message).toContain('timeouts.eventIdle');
  });

  test('of idle does not run while the consumer pauses the stream, even if data arrives meanwhile', () => {
    const { clock, scope } = open();
    scope.startIdle(100, 100);
    scope.idle.pause();
    scope.idle.touchBytes();
    scope.idle.touchEvent();
    clock.advance(1000);
    expect(scope.failure).toBeUndefined();
    expect(clock.timers).toBe(0);
    scope.idle.resume();
    clock.advance(99);
    expect(scope.failure).toBeUndefined();
    clock.advance(1);
    expect(scope.failure?.code).toBe('idle_timeout');
  });

  test('of idle can be stopped permanently', () => {
    const { clock, scope } = open();
    scope.startIdle(100, 100);
    scope.idle.stop();
    scope.idle.touchBytes();
    scope.idle.resume();
    expect(clock.timers).toBe(0);
  });
});

describe('a failure', () => {
  test('is determined by the first cause', () => {
    const controller = new AbortController();
    const { clock, scope } = open(controller.signal);
    const onFailure = vi.fn<(failure: LmError) => void>();
    scope.onFailure(onFailure);
    scope.startTotal(100);
    clock.advance(100);
    controller.abort();
    scope.fail(new LmError('closed', 'Closed.'));
    expect(scope.failure?.code).toBe('total_timeout');
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(scope.failure);
  });

  test('is reported to the last onFailure callback', () => {
    const { scope } = open();
    const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()];
    scope.onFailure(first);
    scope.onFailure(second);
    scope.fail(new LmError('closed', 'Closed.'));
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  test('has no effect after dispose', () => {
    const { scope } = open();
    scope.dispose();
    scope.dispose();
    scope.fail(new LmError('closed', 'Closed.'));
    expect(scope.failure).toBeUndefined();
    expect(scope.signal.aborted).toBe(false);
  });
});

describe('sleep', () => {
  test('resolves after the delay', async () => {
    const { clock, scope } = open();
    const slept = scope.sleep(100);
    clock.advance(100);
    await slept;
    expect(clock.timers).toBe(0);
    expect(abortListeners(scope.signal)).toBe(0);
  });

  test('rejects when the call is ended, and clears its timer', async () => {
    const controller = new AbortController();
    const { clock, scope } = open(controller.signal);
    const slept = scope.sleep(100);
    controller.abort();
    await expect(slept).rejects.toBe(scope.failure);
    expect(clock.timers).toBe(0);
  });

  test('rejects without a timer if the call has already ended', async () => {
    const { clock, scope } = open(AbortSignal.abort());
    await expect(scope.sleep(100)).rejects.toBe(scope.failure);
    expect(clock.timers).toBe(0);
  });
});

describe('race', () => {
  test('settles with the result or the error of the work', async () => {
    const { scope } = open();
    await expect(scope.race(async () => 'done')).resolves.toBe('done');
    await expect(scope.race(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(abortListeners(scope.signal)).toBe(0);
  });

  test('does not wait for pending work when the call is ended', async () => {
    const { scope } = open();
    const raced = scope.race(() => new Promise(() => {}));
    scope.fail(new LmError('closed', 'Closed.'));
    await expect(raced).rejects.toBe(scope.failure);
  });

  test('does not start the work if the call has already ended', async () => {
    const { scope } = open(AbortSignal.abort());
    const work = vi.fn<() => void>();
    await expect(scope.race(work)).rejects.toBe(scope.failure);
    expect(work).not.toHaveBeenCalled();
  });
});
