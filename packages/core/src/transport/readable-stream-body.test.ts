import { settled } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { BodyReader } from '../../test/support/body-reader.js';
import { ReadableStreamBody } from './readable-stream-body.js';

/** Opens a body of these chunks, which then ends, fails, or waits forever. */
function open(chunks: readonly string[], then: Error | 'end' | 'wait' = 'end') {
  const pulled: string[] = [];
  const canceled: unknown[] = [];
  const left = [...chunks];
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = left.shift();
        if (chunk !== undefined) {
          pulled.push(chunk);
          controller.enqueue(new TextEncoder().encode(chunk));
        } else if (then === 'end') controller.close();
        else if (then === 'wait') return new Promise<void>(() => {});
        else controller.error(then);
        return undefined;
      },
      cancel: (reason) => void canceled.push(reason),
    },
    { highWaterMark: 0 },
  );
  const hooks = {
    release: vi.fn<() => void>(),
    cancel: vi.fn<() => void>(),
    toError: (error: unknown) => new Error('ours', { cause: error }),
  };
  return { body: new ReadableStreamBody(stream, hooks), stream, hooks, pulled, canceled, reader: new BodyReader() };
}

test('pushes its chunks and its end, then releases the exchange', async () => {
  const { body, hooks, reader } = open(['one', ' two']);
  body.start(reader);
  await reader.ended;
  expect(reader.text).toBe('one two');
  expect(hooks.release).toHaveBeenCalledOnce();
  expect(hooks.cancel).not.toHaveBeenCalled();
});

test('reads nothing before it is started, and locks the stream', async () => {
  const { stream, pulled } = open(['one']);
  await settled();
  expect(pulled).toEqual([]);
  expect(stream.locked).toBe(true);
});

test('ends immediately without a stream', async () => {
  const reader = new BodyReader();
  new ReadableStreamBody(null, { release() {}, cancel() {}, toError: (error) => error }).start(reader);
  await reader.ended;
  expect(reader.text).toBe('');
});

test('converts an error, then releases the exchange', async () => {
  const failure = new Error('theirs');
  const { body, hooks, reader } = open(['one'], failure);
  body.start(reader);
  await expect(reader.ended).rejects.toMatchObject({ message: 'ours', cause: failure });
  expect(hooks.release).toHaveBeenCalledOnce();
});

describe('a pause', () => {
  test('completes the current read and starts no other', async () => {
    const { body, pulled, reader } = open(['one', ' two', ' three']);
    body.start(reader);
    body.pause();
    await settled();
    expect(pulled).toEqual(['one']);
    body.resume();
    await reader.ended;
    expect(reader.text).toBe('one two three');
  });

  test('has no effect if it ends before the current read', async () => {
    const { body, reader } = open(['one', ' two']);
    body.start(reader);
    body.pause();
    body.resume();
    body.resume();
    await reader.ended;
    expect(reader.text).toBe('one two');
  });
});

describe('cancel', () => {
  test('ends and releases the exchange, and pushes nothing more', async () => {
    const { body, hooks, reader, canceled } = open(['one'], 'wait');
    body.start(reader);
    await reader.until('one');
    body.cancel();
    body.cancel();
    await settled();
    expect(reader.ends).toBe(0);
    expect(hooks.cancel).toHaveBeenCalledOnce();
    expect(hooks.release).toHaveBeenCalledOnce();
    expect(canceled).toHaveLength(1);
  });

  test('has no effect after the end', async () => {
    const { body, hooks, reader } = open([]);
    body.start(reader);
    await reader.ended;
    body.cancel();
    expect(hooks.cancel).not.toHaveBeenCalled();
  });
});

test('an error of the sink ends the exchange and is not an error of the connection', async () => {
  const { body, hooks, reader, canceled } = open(['one'], 'wait');
  const thrown = new TypeError('a.b is not a function');
  const errors: unknown[] = [];
  body.start({
    data: () => {
      throw thrown;
    },
    end: () => reader.end(),
    error: (error) => void errors.push(error),
  });
  await settled();
  expect(errors).toEqual([thrown]);
  expect(hooks.cancel).toHaveBeenCalledOnce();
  expect(hooks.release).toHaveBeenCalledOnce();
  expect(canceled).toHaveLength(1);
});
