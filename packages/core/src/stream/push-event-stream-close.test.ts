import { collect, settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { PushEventStream } from './push-event-stream.js';
import { toPushSource } from './to-push-source.js';
import { ALL, type Event, open, playing, START, TEXT } from '../../test/support/played-stream.js';

const DONE = { done: true, value: undefined };

failOnUnhandledRejections();

describe('response()', () => {
  test('shares the request of an iteration', async () => {
    const source = playing();
    const stream = open(source);
    const events = collect(stream);
    expect(await stream.response()).toBe('Hello you');
    expect(await events).toEqual(ALL);
    expect(await stream.response()).toBe('Hello you');
    expect(source.calls).toEqual(['subscribe']);
  });

  test('can be called again, and after the end of the stream', async () => {
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

  test('rejects on close() if it is the only consumer', async () => {
    const source = new FakeSource<Event>((self) => self.next(START));
    const stream = open(source);
    const response = stream.response();
    // The stream is read from the next microtask on.
    await Promise.resolve();
    await stream.close();
    await expect(response).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });
});

describe('close()', () => {
  test('ends a pending pull and cancels the source', async () => {
    const source = new FakeSource<Event>();
    const stream = open(source);
    const pull = stream[Symbol.asyncIterator]().next();
    await stream.close();
    expect(await pull).toEqual(DONE);
    await stream.close();
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('is called by async dispose', async () => {
    const source = new FakeSource<Event>((self) => self.next(START));
    {
      await using stream = open(source);
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
    }
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('completes an observer', async () => {
    const recorder = new Recorder<Event>();
    const stream = open(new FakeSource<Event>());
    stream.subscribe(recorder);
    await stream.close();
    expect(recorder.heard).toEqual(['complete']);
  });

  test('does not notify an observer that has unsubscribed or has received the end', async () => {
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

  test('has no effect after the end', async () => {
    const source = playing();
    const stream = open(source);
    await collect(stream);
    await stream.close();
    expect(source.calls).toEqual(['subscribe']);
  });

  test('during the first event cancels the subscription that is still being created', async () => {
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

test('breaking out of the loop runs the finally block of a generator source', async () => {
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
