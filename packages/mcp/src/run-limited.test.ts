import { rejectionOf } from '@lmux/test-support';
import { beforeEach, expect, test, vi } from 'vitest';
import { type LimitedCall, runLimited } from './run-limited.js';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

/** Starts a call with a limit of 100 ms, and returns what ends it. */
function startCall(
  signal?: AbortSignal,
  client: { transport?: object | undefined } = {},
): { result: Promise<string>; limited: LimitedCall; finish: () => void } {
  const parts: { limited?: LimitedCall; finish?: () => void } = {};
  const result = runLimited({ client, call: 'The call', signal, timeoutMs: 100 }, (limited) => {
    parts.limited = limited;
    return new Promise<string>((resolve) => {
      parts.finish = () => resolve('done');
    });
  });
  const { limited, finish } = parts;
  if (limited === undefined || finish === undefined) throw new Error('The call has not started.');
  return { result, limited, finish };
}

test('ends a call without progress when its time is over', async () => {
  const { result, limited } = startCall();
  const error = rejectionOf(result);
  vi.advanceTimersByTime(99);
  expect(limited.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limited.signal.reason).toBe('The call was canceled.');
  expect(await error).toMatchObject({
    code: 'total_timeout',
    message:
      'The call had no result or progress within 100 ms, so it was canceled. Raise "timeoutMs" if the tool needs longer.',
  });
  expect(vi.getTimerCount()).toBe(0);
});

test('starts the time again with each progress', async () => {
  const { result, limited, finish } = startCall();
  for (let count = 0; count < 5; count += 1) {
    vi.advanceTimersByTime(99);
    limited.restartTime();
  }
  finish();
  await expect(result).resolves.toBe('done');
});

test('leaves no timer if progress arrives after the result', async () => {
  const { result, limited, finish } = startCall();
  finish();
  await result;
  limited.restartTime();
  expect(vi.getTimerCount()).toBe(0);
  expect(limited.signal.aborted).toBe(false);
});

test('leaves no timer after an aborted call', async () => {
  const controller = new AbortController();
  const { result } = startCall(controller.signal);
  controller.abort('enough');
  await expect(result).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  expect(vi.getTimerCount()).toBe(0);
});

test('aborts the request of a call whose connection was closed, so that the SDK clears its timer', async () => {
  const client = { transport: {} };
  const { result, limited, finish } = startCall(undefined, client);
  Object.assign(client, { transport: undefined });
  finish();
  await expect(result).resolves.toBe('done');
  expect(limited.signal.reason).toBe('The call was canceled.');
});

test('does not abort the request of a call that is over', async () => {
  const { result, limited, finish } = startCall(undefined, { transport: {} });
  finish();
  await result;
  expect(limited.signal.aborted).toBe(false);
});
