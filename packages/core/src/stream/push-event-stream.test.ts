import { settled } from '@lmux/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { LmError } from '../errors/lm-error.js';
import { PushEventStream } from './push-event-stream.js';
import { toPushSource } from './to-push-source.js';

interface Event {
  readonly type: string;
  readonly text?: string;
  readonly response?: string;
}

const START: Event = { type: 'start' };
const TEXT: Event = { type: 'text-delta', text: 'Hello' };
const MORE: Event = { type: 'text-delta', text: ' you' };
const FINISH: Event = { type: 'finish', response: 'Hello you' };
const ALL = [START, TEXT, MORE, FINISH];
const DONE = { done: true, value: undefined };

type Source = FakeSource<Event>;
const playing = (): Source =>
  new FakeSource<Event>((self) => {
    self.next(...ALL);
    self.complete();
  });
const open = (source: Source): PushEventStream<Event, string> => new PushEventStream<Event, string>(source);

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', onUnhandled));
afterEach(async () => {
  await settled();
  process.off('unhandledRejection', onUnhandled);
  const [first] = unhandled.splice(0);
  if (first !== undefined) throw new Error('a rejection was handled by nobody', { cause: first });
});

/** Each way to consume a stream, and what it gives of `ALL`. */
const skins: [string, (stream: PushEventStream<Event, string>) => Promise<unknown>, unknown][] = [
  ['iteration', collect, ALL],
  ['text()', (stream) => collect(stream.text()), ['Hello', ' you']],
  ['toReadableStream()', (stream) => collect(stream.toReadableStream()), ALL],
  [
    'subscribe()',
    async (stream) => {
      const recorder = new Recorder<Event>();
      stream.subscribe(recorder);
      await recorder.ended;
      const last = recorder.heard.at(-1);
      if (last !== 'complete') throw (last as { error: unknown }).error;
      return recorder.heard.slice(0, -1);
    },
    ALL,
  ],
  ['response()', (stream) => stream.response(), 'Hello you'],
];

describe.each(skins)('%s', (_name, consume, expected) => {
  test('gives the whole stream', async () => {
    await expect(consume(open(playing()))).resolves.toEqual(expected);
  });

  test('gives the error of the source', async () => {
    const failure = new LmError('idle_timeout', 'Silence.');
    const source = new FakeSource<Event>((self) => {
      self.next(START);
      self.error(failure);
    });
    await expect(consume(open(source))).rejects.toBe(failure);
  });

  test('gives the error of a source that cannot even begin', async () => {
    const failure = new Error('cannot begin');
    const stream = open(
      new FakeSource<Event>(() => {
        throw failure;
      }),
    );
    await expect(consume(stream)).rejects.toBe(failure);
    await expect(stream.response()).rejects.toBe(failure);
  });

  test('takes an end without finish for a truncation', async () => {
    const source = new FakeSource<Event>((self) => {
      self.next(START, TEXT);
      self.complete();
    });
    await expect(consume(open(source))).rejects.toMatchObject({ code: 'stream_truncated' });
  });

  test('is refused on a closed stream, without a request', async () => {
    const source = playing();
    const stream = open(source);
    await stream.close();
    await expect(consume(stream)).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual([]);
  });
});

test.each(skins.slice(0, -1))(
  '%s is refused to a second consumer, who does not disturb the first',
  async (_name, consume) => {
    const source = new FakeSource<Event>();
    const stream = open(source);
    const pull = stream[Symbol.asyncIterator]().next();
    await expect(consume(stream)).rejects.toMatchObject({ code: 'invalid_request' });
    await stream[Symbol.asyncIterator]().return?.();
    source.next(START);
    expect(await pull).toEqual({ done: false, value: START });
    expect(source.calls).toEqual(['subscribe']);
    await stream.close();
  },
);

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

describe('response()', () => {
  test('beside iteration shares its request', async () => {
    const source = playing();
    const stream = open(source);
    const events = collect(stream);
    expect(await stream.response()).toBe('Hello you');
    expect(await events).toEqual(ALL);
    expect(await stream.response()).toBe('Hello you');
    expect(source.calls).toEqual(['subscribe']);
  });

  test('may be asked again, and after the stream', async () => {
    const source = playing();
    const stream = open(source);
    expect(await Promise.all([stream.response(), stream.response()])).toEqual(['Hello you', 'Hello you']);
    expect(source.calls).toEqual(['subscribe']);
  });

  test('rejects when the loop is left', async () => {
    const source = new FakeSource<Event>((self) => self.next(...ALL.slice(0, 2)));
    const stream = open(source);
    for await (const _ of stream) break;
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test.each<[string, (stream: PushEventStream<Event, string>) => Promise<unknown>]>([
    ['iterator', async (stream) => stream[Symbol.asyncIterator]().return?.()],
    ['text()', async (stream) => stream.text().return?.()],
    ['toReadableStream()', (stream) => stream.toReadableStream().cancel()],
  ])('rejects when the %s is left before its first pull', async (_name, leave) => {
    const source = playing();
    const stream = open(source);
    await leave(stream);
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual([]);
  });

  test('that drives the stream is ended by close()', async () => {
    const source = new FakeSource<Event>((self) => self.next(START));
    const stream = open(source);
    const response = stream.response();
    await stream.close();
    await expect(response).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });
});

describe('close()', () => {
  test('finishes a pending pull, and cancels', async () => {
    const source = new FakeSource<Event>();
    const stream = open(source);
    const pull = stream[Symbol.asyncIterator]().next();
    await stream.close();
    expect(await pull).toEqual(DONE);
    await stream.close();
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('is what dispose does', async () => {
    const source = new FakeSource<Event>((self) => self.next(START));
    {
      await using stream = open(source);
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
    }
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('tells an observer that the stream is over', async () => {
    const recorder = new Recorder<Event>();
    const stream = open(new FakeSource<Event>());
    stream.subscribe(recorder);
    await stream.close();
    expect(recorder.heard).toEqual(['complete']);
  });

  test('tells an observer nothing that has left, or has heard the end', async () => {
    const [left, ended] = [new Recorder<Event>(), new Recorder<Event>()];
    const stream = open(new FakeSource<Event>((self) => self.next(START)));
    stream.subscribe(left).cancel();
    await stream.close();
    expect(left.heard).toEqual([START]);
    const whole = open(playing());
    whole.subscribe(ended);
    await whole.close();
    expect(ended.heard).toEqual([...ALL, 'complete']);
  });

  test('after the end cancels nothing', async () => {
    const source = playing();
    const stream = open(source);
    await collect(stream);
    await stream.close();
    expect(source.calls).toEqual(['subscribe']);
  });

  test('from within the very first event cancels what is only about to run', async () => {
    const source = new FakeSource<Event>((self) => self.next(START, TEXT));
    const stream = open(source);
    const heard: unknown[] = [];
    stream.subscribe({
      next(event) {
        heard.push(event);
        void stream.close();
      },
      error: (error) => heard.push(error),
      complete: () => heard.push('complete'),
    });
    expect(heard).toEqual([START, 'complete']);
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });
});

test('subscribe() hands pause and resume through', () => {
  const source = new FakeSource<Event>();
  const subscription = open(source).subscribe(new Recorder<Event>());
  subscription.pause();
  subscription.resume();
  subscription.cancel();
  subscription.cancel();
  expect(source.calls).toEqual(['subscribe', 'pause', 'resume', 'cancel']);
});

test('leaving the loop of a stream that a generator feeds runs its finally', async () => {
  const log: string[] = [];
  const stream = new PushEventStream<Event, string>(
    toPushSource(
      (async function* () {
        try {
          yield* ALL;
        } finally {
          log.push('finally');
        }
      })(),
    ),
  );
  for await (const _ of stream) break;
  await settled();
  expect(log).toEqual(['finally']);
});
