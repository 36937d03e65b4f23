import { settled } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { BodyReader } from '../../test/support/body-reader.js';
import { ReadableStreamBody } from './readable-stream-body.js';

/** A body of these chunks, which then ends, fails, or waits for ever. */
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

test('pushes its chunks, then its end, and lets go', async () => {
  const { body, hooks, reader } = open(['one', ' two']);
  body.start(reader);
  await reader.ended;
  expect(reader.text).toBe('one two');
  expect(hooks.release).toHaveBeenCalledOnce();
  expect(hooks.cancel).not.toHaveBeenCalled();
});

test('reads nothing before it is started, and lets nobody else read', async () => {
  const { stream, pulled } = open(['one']);
  await settled();
  expect(pulled).toEqual([]);
  expect(stream.locked).toBe(true);
});

test('that is none ends at once', async () => {
  const reader = new BodyReader();
  new ReadableStreamBody(null, { release() {}, cancel() {}, toError: (error) => error }).start(reader);
  await reader.ended;
  expect(reader.text).toBe('');
});

test('puts an error into our words, and lets go', async () => {
  const failure = new Error('theirs');
  const { body, hooks, reader } = open(['one'], failure);
  body.start(reader);
  await expect(reader.ended).rejects.toMatchObject({ message: 'ours', cause: failure });
  expect(hooks.release).toHaveBeenCalledOnce();
});

describe('a pause', () => {
  test('lets one read finish and begins none', async () => {
    const { body, pulled, reader } = open(['one', ' two', ' three']);
    body.start(reader);
    body.pause();
    await settled();
    expect(pulled).toEqual(['one']);
    body.resume();
    await reader.ended;
    expect(reader.text).toBe('one two three');
  });

  test('that is over before the read returns changes nothing', async () => {
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
  test('ends the exchange, lets go, and reports nothing more', async () => {
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

  test('after the end does nothing', async () => {
    const { body, hooks, reader } = open([]);
    body.start(reader);
    await reader.ended;
    body.cancel();
    expect(hooks.cancel).not.toHaveBeenCalled();
  });
});
