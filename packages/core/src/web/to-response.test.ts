import { settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { failOnUnhandledRejections } from '../../test/support/fail-on-unhandled-rejections.js';
import { EVENTS, FINISH, playedStream, readText, START, text, webStream } from '../../test/support/web-stream.js';
import { ApiError } from '../errors/api-error.js';
import { LmError } from '../errors/lm-error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { toByteStream } from './to-byte-stream.js';
import { toResponse } from './to-response.js';

failOnUnhandledRejections();

const failure = new ApiError('rate_limited', 'Slow down (POST http://10.0.0.5/v1/chat/completions).', {
  status: 429,
  retryable: true,
  retryAfterMs: 1200,
});

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

test('an errorMessage of the application that fails has the default message', async () => {
  const { source, stream } = webStream();
  const pending = toResponse(stream, {
    errorMessage: () => {
      throw new RangeError('wrong');
    },
  });
  source.error(failure);
  const response = await pending;
  expect(response.status).toBe(429);
  expect(await response.json()).toMatchObject({
    error: { message: 'Too many requests were sent. Wait before retrying.' },
  });
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

describe('an error before the first output', () => {
  test.each([
    ['at once', []],
    ['after start and a warning', [START, { type: 'warning', warning: { code: 'x', message: 'y' } } as never]],
  ])('has a status and a JSON body: %s', async (_name, before) => {
    const { source, stream } = webStream();
    const pending = toResponse(stream);
    source.next(...before);
    source.error(failure);
    const response = await pending;
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      error: {
        code: 'rate_limited',
        message: 'Too many requests were sent. Wait before retrying.',
        retryable: true,
        retryAfterMs: 1200,
      },
    });
  });

  test('has the message that the application chooses', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { errorMessage: (error) => `custom ${error.code}` });
    source.error(failure);
    expect(await (await pending).json()).toMatchObject({ error: { message: 'custom rate_limited' } });
  });

  test('in the format text, is also one after events without text', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format: 'text' });
    source.next(START, { type: 'model-load-start' });
    source.error(failure);
    expect((await pending).status).toBe(429);
  });
});

describe('an error after the first output', () => {
  test.each([
    ['events', /^event: error\ndata: (.*)\n\n$/m],
    ['ndjson', /^(.*)\n$/m],
  ] as const)('is an event in the format %s, after which the body ends', async (format, pattern) => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format });
    source.next(START, text('one'));
    source.error(failure);
    const body = await (await pending).text();
    const last = format === 'events' ? body.slice(body.indexOf('event:')) : body.slice(body.indexOf('{"type":"error"'));
    expect(JSON.parse(pattern.exec(last)?.[1] ?? '')).toMatchObject({
      type: 'error',
      error: { code: 'rate_limited', retryable: true, retryAfterMs: 1200 },
    });
    expect(body).not.toContain('10.0.0.5');
  });

  test('aborts a text, after everything before it was read', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format: 'text' });
    source.next(START, text('one'));
    await settled();
    source.next(text(' two'));
    source.error(failure);
    const reader = (await pending).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    expect(await readText(reader)).toBe('one');
    expect(await readText(reader)).toBe(' two');
    await expect(reader.read()).rejects.toBe(failure);
  });
});

test.each([
  [{ format: 'sse' }, '"format" must be "events", "ndjson", "text" or an object'],
  [{ format: 'constructor' }, 'received "constructor"'],
  [{ commitAfterMs: -1 }, '"commitAfterMs" must be a number of milliseconds from 0; received -1'],
  [{ commitAfterMs: '1' }, 'received string'],
  [{ keepAliveMs: Number.NaN }, '"keepAliveMs" must be a number of milliseconds from 0; received NaN'],
])('refuses the options %o', async (options, message) => {
  const { source, stream } = webStream();
  const refused = toResponse(stream, options as never);
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(LmError);
  expect(source.calls).toEqual([]);
});

test('refuses what is not a stream', async () => {
  await expect(toResponse(playedStream().toReadableStream() as never)).rejects.toThrow(
    /must be a stream of chatStream/,
  );
});
