import { afterEach, describe, expect, test, vi } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { toErrorResponse } from './error-body.js';
import { readStreamEvents } from './read-stream-events.js';

afterEach(() => {
  vi.useRealTimers();
});

const BUSY = new TextEncoder().encode('busy');

/** Reads a response that has no events. Returns its error. */
function errorOf(response: Response): Promise<unknown> {
  return readStreamEvents(response)
    .next()
    .catch((error: unknown) => error);
}

test.each([
  ['7', 7000],
  ['1.5', 1500],
  ['Thu, 01 Jan 2026 12:00:05 GMT', 5000],
  ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
])('the wait that a proxy asks for as %j is kept', async (wait, retryAfterMs) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 12) });
  const error = await errorOf(new Response('busy', { status: 503, headers: { 'retry-after': wait } }));
  expect(error).toMatchObject({ status: 503, rawBody: 'busy' });
  expect((error as { retryAfterMs?: number }).retryAfterMs).toBe(retryAfterMs);
});

test("the name of the timeout that ended the server's call is kept", async () => {
  const error = new LmError('idle_timeout', 'It stopped.', { retryable: true, timeout: 'eventIdle' });
  expect(await errorOf(toErrorResponse(error))).toMatchObject({ code: 'idle_timeout', timeout: 'eventIdle' });
});

describe('an error body', () => {
  test('that stalls is awaited for 5 seconds, and what has arrived is used', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const cancel = vi.fn<() => void>();
    const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(BUSY), cancel });
    const error = errorOf(new Response(body, { status: 503 }));
    await vi.advanceTimersByTimeAsync(4999);
    expect(cancel).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await error).toMatchObject({ status: 503, rawBody: 'busy' });
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    [new TypeError('terminated'), { code: 'unexpected_response', status: 503, rawBody: 'busy' }],
    [new DOMException('Aborted.', 'AbortError'), { code: 'aborted' }],
  ])('that fails with %s', async (cause, expected) => {
    let reads = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(stream) {
        reads += 1;
        if (reads === 1) stream.enqueue(BUSY);
        else stream.error(cause);
      },
    });
    expect(await errorOf(new Response(body, { status: 503 }))).toMatchObject(expected);
  });
});
