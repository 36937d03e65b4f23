import { expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { WireStream } from './wire-stream.js';

const DONE = { done: true, value: undefined };

test('delivers its values, and sends nothing before the first pull', async () => {
  const source = new FakeSource<number>((self) => {
    self.next(1, 2);
    self.complete();
  });
  const iterator = new WireStream(source)[Symbol.asyncIterator]();
  expect(source.calls).toEqual([]);
  expect([await iterator.next(), await iterator.next(), await iterator.next()]).toEqual([
    { done: false, value: 1 },
    { done: false, value: 2 },
    DONE,
  ]);
});

test('accepts only one consumer', async () => {
  const source = new FakeSource<number>((self) => self.next(1));
  const stream = new WireStream(source);
  const first = stream[Symbol.asyncIterator]();
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await first.next()).toEqual({ done: false, value: 1 });
  expect(source.calls).toEqual(['subscribe']);
});

test('closes when the consumer breaks out of the loop', async () => {
  const source = new FakeSource<number>((self) => self.next(1, 2));
  for await (const _ of new WireStream(source)) break;
  expect(source.calls).toEqual(['subscribe', 'cancel']);
});

test('ends a pending pull on close()', async () => {
  const source = new FakeSource<number>();
  await using stream = new WireStream(source);
  const pull = stream[Symbol.asyncIterator]().next();
  await stream.close();
  expect(await pull).toEqual(DONE);
  expect(source.calls).toEqual(['subscribe', 'cancel']);
});

test('cannot be started after close()', async () => {
  const source = new FakeSource<number>();
  const stream = new WireStream(source);
  await stream.close();
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'closed' });
  expect(source.calls).toEqual([]);
});
