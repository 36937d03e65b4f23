import { settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { EVENTS, FINISH, playedStream, readText, START, text, webStream } from '../../test/support/web-stream.js';
import { FakeClock } from '../testing/fake-clock.js';
import { toByteStream } from './to-byte-stream.js';
import { toResponse } from './to-response.js';

failOnUnhandledRejections();

const FORMATS = [
  { format: 'events', type: 'text/event-stream', body: EVENTS.map((event) => `data: ${JSON.stringify(event)}\n\n`) },
  { format: 'ndjson', type: 'application/x-ndjson', body: EVENTS.map((event) => `${JSON.stringify(event)}\n`) },
  { format: 'text', type: 'text/plain; charset=utf-8', body: ['Grüße 🌍\n\ndata: x'] },
] as const;

describe.each(FORMATS)('the format $format', ({ format, type, body }) => {
  test('is sent with status 200 and headers against caches and buffers', async () => {
    const response = await toResponse(playedStream(), { format });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(await response.text()).toBe(body.join(''));
  });

  test('is the same as bytes', async () => {
    expect(await new Response(toByteStream(playedStream(), { format })).text()).toBe(body.join(''));
  });
});

test('sends all events of a network read as one chunk', async () => {
  const { source, stream } = webStream();
  const reader = toByteStream(stream, { format: 'text' }).getReader();
  const first = readText(reader);
  await settled();
  source.next(START, text('one'), text(' two'));
  expect(await first).toBe('one two');
});

test('sends a character that is split between two events as a whole', async () => {
  const { source, stream } = webStream();
  const reader = toByteStream(stream, { format: 'text' }).getReader();
  const first = readText(reader);
  await settled();
  source.next(START, text('a\ud83c'));
  expect(await first).toBe('a');
  const second = readText(reader);
  source.next(text('\udf0d!'));
  expect(await second).toBe('🌍!');
});

test.each(['xml', '', 'toString', 1, null, {}, { contentType: 'text/plain' }])(
  'refuses the format %j',
  async (format) => {
    const { source, stream } = webStream();
    await expect(toResponse(stream, { format: format as never })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"format" must be'),
    });
    expect(source.calls).toEqual([]);
  },
);

test('refuses headers that HTTP does not allow before the request is sent', async () => {
  const { source, stream } = webStream();
  await expect(toResponse(stream, { headers: { 'x-title': '日本語' } })).rejects.toMatchObject({
    code: 'invalid_request',
  });
  expect(source.calls).toEqual([]);
});

test('keeps several headers of one name', async () => {
  const headers = [
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as [string, string][];
  expect((await toResponse(playedStream(), { headers })).headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('a text for the browser is shown without a guess of its type', async () => {
  const response = await toResponse(playedStream(), { format: 'text' });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('an empty response in the format text begins at its end', async () => {
  const response = await toResponse(playedStream([START, FINISH]), { format: 'text' });
  expect(await response.text()).toBe('');
});

test.each([
  ['commitAfterMs', Infinity],
  ['keepAliveMs', 0],
])('%s: %d starts no timer', async (name, value) => {
  const clock = new FakeClock();
  const other = name === 'commitAfterMs' ? { keepAliveMs: 0 } : { commitAfterMs: Infinity };
  const { source, stream } = webStream();
  const pending = toResponse(stream, { clock, [name]: value, ...other });
  await settled();
  expect(clock.timers).toBe(0);
  source.next({ type: 'text-start' }, text('Hi'));
  await pending;
  expect(clock.timers).toBe(0);
  await stream.close();
});

test('uses headers and a format of the application', async () => {
  const format = {
    contentType: 'text/x-upper',
    encode: (event: { type: string; text?: string }) => (event.type === 'text-delta' ? `${event.text?.length};` : ''),
  };
  const headers = { 'content-type': 'text/x-lengths', 'x-own': '1' };
  const response = await toResponse(playedStream(), { format, headers });
  expect(response.headers.get('content-type')).toBe('text/x-lengths');
  expect(response.headers.get('x-own')).toBe('1');
  expect(await response.text()).toBe('8;9;');
});

test('aborts the body and cancels the model if a format of the application fails', async () => {
  const { source, stream } = webStream();
  const format = {
    contentType: 'text/plain',
    encode(event: { type: string }): string {
      if (event.type === 'text-delta') throw new RangeError('wrong');
      return 'x';
    },
  };
  const pending = toResponse(stream, { format });
  source.next({ type: 'text-start' }, text('boom'));
  const response = await pending;
  await expect(response.text()).rejects.toMatchObject({ cause: expect.any(RangeError) });
  expect(source.calls).toEqual(['subscribe', 'cancel']);
});
