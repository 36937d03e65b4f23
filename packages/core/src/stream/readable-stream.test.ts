import { settled } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { toReadableStream } from './readable-stream.js';

test('subscribes at the first read', async () => {
  const source = new FakeSource<number>((self) => self.next(1));
  const reader = toReadableStream(source).getReader();
  await settled();
  expect(source.calls).toEqual([]);
  expect(await reader.read()).toEqual({ done: false, value: 1 });
  expect(source.calls).toEqual(['subscribe']);
});

test('delivers all values, then closes', async () => {
  const source = new FakeSource<number>((self) => {
    self.next(1, 2, 3);
    self.complete();
  });
  const values: number[] = [];
  for await (const value of toReadableStream(source)) values.push(value);
  expect(values).toEqual([1, 2, 3]);
});

test('delivers the error', async () => {
  const failure = new Error('broken');
  const reader = toReadableStream(new FakeSource<number>((self) => self.error(failure))).getReader();
  await expect(reader.read()).rejects.toBe(failure);
});

describe('back-pressure', () => {
  test('pauses while many values are queued, and resumes when they were read', async () => {
    const source = new FakeSource<number>();
    const reader = toReadableStream(source).getReader();
    const first = reader.read();
    await settled();
    source.next(1);
    expect(await first).toEqual({ done: false, value: 1 });
    for (let value = 2; value <= 1024; value += 1) source.next(value);
    expect(source.calls).toEqual(['subscribe']);
    source.next(1025);
    expect(source.calls).toEqual(['subscribe', 'pause']);
    expect(await reader.read()).toEqual({ done: false, value: 2 });
    expect(source.calls.at(-1)).toBe('resume');
  });

  test('never pauses while reads are pending', async () => {
    const source = new FakeSource<number>();
    const reader = toReadableStream(source).getReader();
    const reads = [reader.read(), reader.read(), reader.read()];
    await settled();
    source.next(1);
    await settled();
    source.next(2);
    await settled();
    source.next(3);
    expect(await Promise.all(reads)).toEqual([1, 2, 3].map((value) => ({ done: false, value })));
    expect(source.calls).not.toContain('pause');
  });
});

describe('cancel', () => {
  test('cancels the source and ignores its later values', async () => {
    const source = new FakeSource<number>((self) => self.next(1));
    const onUnused = vi.fn<() => void>();
    const reader = toReadableStream(source, onUnused).getReader();
    await reader.read();
    await reader.cancel();
    source.next(2);
    source.error(new Error('late'));
    source.complete();
    expect(source.calls).toEqual(['subscribe', 'cancel']);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(onUnused).not.toHaveBeenCalled();
  });

  test('before the first read calls onUnused', async () => {
    const source = new FakeSource<number>();
    const onUnused = vi.fn<() => void>();
    await toReadableStream(source, onUnused).cancel();
    expect(onUnused).toHaveBeenCalledOnce();
    expect(source.calls).toEqual([]);
  });
});
