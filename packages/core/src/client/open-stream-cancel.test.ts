import { describe, expect, test, vi } from 'vitest';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import type { EventSourceLike } from '../provider/provider.js';
import { A, clientOf, request, START } from '../../test/support/stream-client.js';

describe('canceling a stream', () => {
  /** Returns a source that never ends after its first event, and a function that returns true after its cancellation. */
  function endless(): { source: EventSourceLike<StreamEvent>; canceled: () => boolean } {
    const cancel = vi.fn<() => void>();
    const source = {
      subscribe(observer: EventObserver<StreamEvent>) {
        queueMicrotask(() => observer.next(START));
        return { pause() {}, resume() {}, cancel };
      },
    };
    return { source, canceled: () => cancel.mock.calls.length === 1 };
  }

  test('by breaking out of the loop cancels the source', async () => {
    const { source, canceled } = endless();
    for await (const event of clientOf({ chatStream: () => source }).chatStream(request)) {
      expect(event).toBe(START);
      break;
    }
    expect(canceled()).toBe(true);
  });

  test('by close() ends a pending next() and rejects response()', async () => {
    const { source, canceled } = endless();
    const stream = clientOf({ chatStream: () => source }).chatStream(request);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    await stream.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(canceled()).toBe(true);
  });

  test('by canceling the web stream cancels the source', async () => {
    const { source, canceled } = endless();
    const reader = clientOf({ chatStream: () => source })
      .chatStream(request)
      .toReadableStream()
      .getReader();
    await reader.read();
    await reader.cancel();
    expect(canceled()).toBe(true);
  });

  test('runs the finally block of a generator', async () => {
    const tidied = vi.fn<() => void>();
    async function* events(): AsyncGenerator<StreamEvent> {
      try {
        yield START;
        yield A;
      } finally {
        tidied();
      }
    }
    for await (const _ of clientOf({ chatStream: events }).chatStream(request)) break;
    await Promise.resolve();
    expect(tidied).toHaveBeenCalledOnce();
  });

  test('by a signal rejects with aborted, whatever the provider throws', async () => {
    const controller = new AbortController();
    const client = clientOf({
      async *chatStream(_request, { options: { signal } }) {
        yield START;
        await new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
        );
      },
    });
    const iterator = client.chatStream(request, { signal: controller.signal })[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(pending).rejects.toMatchObject({ code: 'aborted', cause: reason });
  });
});
