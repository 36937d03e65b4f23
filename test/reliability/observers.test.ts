import { chunk, CHUNKED_EVENTS, LAST_CHUNK } from '@lmux/test-support';
import { isLmError } from '@lmux/core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS } from './support/subjects.ts';

/** Hides the process warnings of a test, and returns the spy that records them. */
function warnings() {
  const spy = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  onTestFinished(() => spy.mockRestore());
  return spy;
}

describe.each(TRANSPORTS)('$title: an observer that throws', (subject) => {
  test('is reported once, and the call continues', async () => {
    const warned = warnings();
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.piece('Hello') + subject.end('')) + LAST_CHUNK),
    );
    const { stream } = open(subject, server.url, { maxConcurrent: 1 });
    const heard: string[] = [];
    const opened = stream();
    const ended = new Promise<void>((resolve) => {
      opened.subscribe({
        next({ type }) {
          heard.push(type);
          throw new Error('next');
        },
        error: () => resolve(),
        complete() {
          heard.push('complete');
          resolve();
          throw new Error('complete');
        },
      });
    });
    await ended;
    expect((await opened.response()).text).toBe('Hello');
    expect(heard).toEqual(['start', 'text-start', 'text-delta', 'text-end', 'finish', 'complete']);
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('observer.next'), expect.anything());
    // The slot of `maxConcurrent` is free.
    expect((await stream().response()).text).toBe('Hello');
  });

  test('may be async', async () => {
    const warned = warnings();
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.piece('Hello') + subject.end('')) + LAST_CHUNK),
    );
    const opened = open(subject, server.url).stream();
    const fails = (): Promise<never> => Promise.reject(new Error('rejected'));
    // oxlint-disable-next-line typescript/no-misused-promises -- what an application may do by mistake
    opened.subscribe({ next: fails, error: fails, complete: fails });
    expect((await opened.response()).text).toBe('Hello');
    // Rejections are reported before the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('observer.next'), expect.anything());
  });

  test('in error() does not leak the connection', async () => {
    const warned = warnings();
    await using server = await startServer(({ write }) => write(CHUNKED_EVENTS + chunk('data: {"error":"no"}\n\n')));
    const { stream } = open(subject, server.url);
    const opened = stream();
    opened.subscribe({
      next() {},
      error() {
        throw new Error('error');
      },
      complete() {},
    });
    const { closed } = await server.received();
    await closed;
    const error = await rejection(opened.response());
    expect(isLmError(error, 'server_error')).toBe(true);
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('observer.error'), expect.anything());
  });
});
