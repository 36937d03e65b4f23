import { describe, expect, test } from 'vitest';
import { collect } from '../../test/support/collect.js';
import { failOnUnhandledRejections } from '../../test/support/fail-on-unhandled-rejections.js';
import { FakeSource } from '../../test/support/fake-source.js';
import { ALL, type Event, open, playing, START } from '../../test/support/played-stream.js';
import { Recorder } from '../../test/support/recorder.js';
import type { PushEventStream } from './push-event-stream.js';

failOnUnhandledRejections();

type Stream = PushEventStream<Event, string>;

const CONSUMERS: readonly [name: string, consume: (stream: Stream) => Promise<unknown>, received: unknown][] = [
  ['iteration', collect, ALL],
  ['text()', (stream) => collect(stream.text()), ['Hello', ' you']],
  ['toReadableStream()', (stream) => collect(stream.toReadableStream()), ALL],
  [
    'subscribe()',
    async (stream) => {
      const recorder = new Recorder<Event>();
      stream.subscribe(recorder);
      await recorder.ended;
      return recorder.heard;
    },
    [...ALL, 'complete'],
  ],
];

describe.each(CONSUMERS)('response() and %s', (_name, consume, received) => {
  test('after response() in the same tick, receives every event', async () => {
    const source = playing();
    const stream = open(source);
    const response = stream.response();
    expect(await consume(stream)).toEqual(received);
    expect(await response).toBe('Hello you');
    expect(source.calls).toEqual(['subscribe']);
  });

  test('before response(), receives every event', async () => {
    const stream = open(playing());
    const consumed = consume(stream);
    expect(await stream.response()).toBe('Hello you');
    expect(await consumed).toEqual(received);
  });
});

test.each(CONSUMERS.slice(0, 3))('%s later than response() fails and says why', async (_name, consume) => {
  const source = new FakeSource<Event>();
  const stream = open(source);
  const response = stream.response();
  await Promise.resolve();
  await expect(consume(stream)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('because response() was called before'),
  });
  source.next(...ALL);
  source.complete();
  expect(await response).toBe('Hello you');
});

test('response() called twice reads the stream once', async () => {
  const source = playing();
  const stream = open(source);
  expect(await Promise.all([stream.response(), stream.response()])).toEqual(['Hello you', 'Hello you']);
  expect(source.calls).toEqual(['subscribe']);
});

test('close() in the same tick as response() sends nothing', async () => {
  const source = new FakeSource<Event>((self) => self.next(START));
  const stream = open(source);
  const response = stream.response();
  await stream.close();
  await expect(response).rejects.toMatchObject({ code: 'closed' });
  expect(source.calls).toEqual([]);
});
