import { settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { STREAM_CONSUMERS } from '../../test/support/stream-consumers.js';
import { LmError } from '../errors/lm-error.js';
import type { PushEventStream } from './push-event-stream.js';
import { ALL, type Event, open, playing, START, TEXT } from '../../test/support/played-stream.js';

failOnUnhandledRejections();

const forms: typeof STREAM_CONSUMERS = [
  ...STREAM_CONSUMERS,
  ['response()', (stream) => stream.response(), 'Hello you'],
];

describe.each(forms)('%s', (_name, consume, expected) => {
  test('returns the complete stream', async () => {
    await expect(consume(open(playing()))).resolves.toEqual(expected);
  });

  test('fails with the error of the source', async () => {
    const failure = new LmError('idle_timeout', 'Silence.');
    const source = new FakeSource<Event>((self) => {
      self.next(START);
      self.error(failure);
    });
    await expect(consume(open(source))).rejects.toBe(failure);
  });

  test('fails with the error of a source that throws on subscribe', async () => {
    const failure = new Error('cannot begin');
    const stream = open(
      new FakeSource<Event>(() => {
        throw failure;
      }),
    );
    await expect(consume(stream)).rejects.toBe(failure);
    await expect(stream.response()).rejects.toBe(failure);
  });

  test('fails with stream_truncated if there is no finish event', async () => {
    const source = new FakeSource<Event>((self) => {
      self.next(START, TEXT);
      self.complete();
    });
    await expect(consume(open(source))).rejects.toMatchObject({ code: 'stream_truncated' });
  });

  test('fails on a closed stream, without a request', async () => {
    const source = playing();
    const stream = open(source);
    await stream.close();
    await expect(consume(stream)).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual([]);
  });
});

test.each(STREAM_CONSUMERS)('%s rejects a second consumer without disturbing the first', async (_name, consume) => {
  const source = new FakeSource<Event>();
  const stream = open(source);
  const pull = stream[Symbol.asyncIterator]().next();
  await expect(consume(stream)).rejects.toMatchObject({ code: 'invalid_request' });
  await stream[Symbol.asyncIterator]().return?.();
  source.next(START);
  expect(await pull).toEqual({ done: false, value: START });
  expect(source.calls).toEqual(['subscribe']);
  await stream.close();
});

describe('nothing is sent', () => {
  test.each<[string, (stream: PushEventStream<Event, string>) => unknown]>([
    ['iterator', (stream) => stream[Symbol.asyncIterator]()],
    ['text()', (stream) => stream.text()],
    ['toReadableStream()', (stream) => stream.toReadableStream().getReader()],
  ])('by %s before it is pulled', async (_name, take) => {
    const source = playing();
    take(open(source));
    await settled();
    expect(source.calls).toEqual([]);
  });
});

test('subscribe() passes pause and resume to the source', () => {
  const source = new FakeSource<Event>();
  const subscription = open(source).subscribe(new Recorder<Event>());
  subscription.pause();
  subscription.resume();
  subscription.cancel();
  subscription.cancel();
  expect(source.calls).toEqual(['subscribe', 'pause', 'resume', 'cancel']);
});

describe('an observer that throws', () => {
  /** Fails in every callback, after it has recorded it. */
  function throwing() {
    const heard: unknown[] = [];
    const fail = (value: unknown): never => {
      heard.push(value);
      throw new Error('observer');
    };
    return { heard, observer: { next: fail, error: fail, complete: () => fail('complete') } };
  }

  test.each<[string, (stream: PushEventStream<Event, string>, source: FakeSource<Event>) => unknown, unknown[]]>([
    [
      'at every event and the end',
      async (stream, source) => {
        source.next(...ALL);
        source.complete();
        expect(await stream.response()).toBe('Hello you');
      },
      [...ALL, 'complete'],
    ],
    ['at an error', (_stream, source) => source.error('broken'), ['broken']],
    ['at close()', (stream) => stream.close(), ['complete']],
  ])('%s is reported once, and ends nothing', async (_what, act, expected) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const { heard, observer } = throwing();
    const source = new FakeSource<Event>();
    const stream = open(source);
    stream.subscribe(observer);
    await act(stream, source);
    expect(heard).toEqual(expected);
    expect(warned).toHaveBeenCalledOnce();
  });

  test('on a closed stream is reported', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const { heard, observer } = throwing();
    const stream = open(playing());
    await stream.close();
    expect(() => stream.subscribe(observer)).not.toThrow();
    expect(heard).toEqual([expect.objectContaining({ code: 'closed' })]);
    expect(warned).toHaveBeenCalledOnce();
  });
});
