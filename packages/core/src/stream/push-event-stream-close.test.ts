import { settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { collect } from '../../test/support/collect.js';
import { failOnUnhandledRejections } from '../../test/support/fail-on-unhandled-rejections.js';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { PushEventStream } from './push-event-stream.js';
import { toPushSource } from './to-push-source.js';
import { ALL, type Event, open, playing, START, TEXT } from '../../test/support/played-stream.js';

const DONE = { done: true, value: undefined };

failOnUnhandledRejections();

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

  test('may be requested again, and after the stream', async () => {
    const source = playing();
    const stream = open(source);
    expect(await Promise.all([stream.response(), stream.response()])).toEqual(['Hello you', 'Hello you']);
    expect(source.calls).toEqual(['subscribe']);
  });

  test('rejects when the loop is broken out of', async () => {
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
  ])('rejects when the %s is canceled before its first pull', async (_name, cancel) => {
    const source = playing();
    const stream = open(source);
    await cancel(stream);
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

  test('tells an observer nothing that has unsubscribed, or has heard the end', async () => {
    const [canceled, ended] = [new Recorder<Event>(), new Recorder<Event>()];
    const stream = open(new FakeSource<Event>((self) => self.next(START)));
    stream.subscribe(canceled).cancel();
    await stream.close();
    expect(canceled.heard).toEqual([START]);
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

test('breaking out of the loop of a stream that a generator feeds runs its finally', async () => {
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
