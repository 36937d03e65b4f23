import { settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { FINISH, readText, START, text, webStream } from '../../test/support/web-stream.js';
import { ApiError } from '../errors/api-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { toByteStream } from './to-byte-stream.js';
import { toResponse } from './to-response.js';

failOnUnhandledRejections();

const failure = new ApiError('overloaded', 'Busy.', { status: 503, retryable: true });

describe('a model that does not respond', () => {
  test('begins the response after commitAfterMs, and sends a comment every 15 s', async () => {
    const clock = new FakeClock();
    const { source, stream } = webStream();
    const pending = toResponse(stream, { clock });
    source.next(START);
    await settled();
    clock.advance(10_000);
    const reader = (await pending).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    expect(await readText(reader)).toBe(`data: ${JSON.stringify(START)}\n\n`);
    expect(await readText(reader)).toBe(': keep-alive\n\n');
    const next = readText(reader);
    clock.advance(15_000);
    expect(await next).toBe(': keep-alive\n\n');
    clock.advance(14_000);
    const event = readText(reader);
    source.next(text('late'));
    expect(await event).toContain('late');
    // 15 s after the last output, not after the last comment.
    const comment = readText(reader);
    clock.advance(14_999);
    source.error(failure);
    expect(await comment).toContain('event: error');
    expect(await readText(reader)).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  test.each([
    ['ndjson', '\n'],
    ['text', ''],
  ] as const)('sends in the format %s what readers ignore', async (format, keepAlive) => {
    const clock = new FakeClock();
    const { source, stream } = webStream();
    const pending = toResponse(stream, { clock, format, commitAfterMs: 5 });
    clock.advance(5);
    const response = await pending;
    source.next(FINISH);
    source.complete();
    expect(await response.text()).toBe(format === 'text' ? keepAlive : `${keepAlive}${JSON.stringify(FINISH)}\n`);
    expect(clock.timers).toBe(0);
  });

  test('with commitAfterMs 0, begins at once, and an error is an event', async () => {
    const { source, stream } = webStream((self) => self.error(failure));
    const response = await toResponse(stream, { commitAfterMs: 0 });
    expect(source.calls).toEqual(['subscribe']);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('event: error');
  });
});

describe('a slow reader', () => {
  test('pauses the model at 64 KiB, and resumes it when everything was read', async () => {
    const clock = new FakeClock();
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format: 'text', clock });
    source.next(START, text('x'.repeat(65_000)));
    await settled();
    expect(source.calls).toEqual(['subscribe']);
    source.next(text('y'.repeat(1000)));
    await settled();
    expect(source.calls).toEqual(['subscribe', 'pause']);
    const reader = (await pending).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    await reader.read();
    await reader.read();
    expect(source.calls).toEqual(['subscribe', 'pause']);
    const third = reader.read();
    await settled();
    expect(source.calls).toEqual(['subscribe', 'pause', 'resume']);
    source.next(text('z'));
    expect((await third).value).toHaveLength(1);
  });
});

describe('canceling', () => {
  test('the body cancels the model and clears its timers', async () => {
    const clock = new FakeClock();
    const { source, stream } = webStream();
    const pending = toResponse(stream, { clock });
    source.next(START, text('one'));
    await (await pending).body?.cancel();
    expect(source.calls).toEqual(['subscribe', 'cancel']);
    expect(clock.timers).toBe(0);
  });

  test('bytes that were not read sends nothing', async () => {
    const { source, stream } = webStream();
    await toByteStream(stream).cancel();
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(source.calls).toEqual([]);
  });
});
