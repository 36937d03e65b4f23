import { failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { ALL, type Event, open, playing, START } from '../../test/support/played-stream.js';
import { STREAM_CONSUMERS } from '../../test/support/stream-consumers.js';

failOnUnhandledRejections();

describe.each(STREAM_CONSUMERS)('response() and %s', (_name, consume, received) => {
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

test.each(STREAM_CONSUMERS)('%s later than response() fails and says why', async (_name, consume) => {
  const source = new FakeSource<Event>();
  const stream = open(source);
  const response = stream.response();
  await Promise.resolve();
  await expect(consume(stream)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('because its result was requested before'),
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
