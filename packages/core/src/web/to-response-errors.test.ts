import { settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { playedStream, readText, START, text, webStream } from '../../test/support/web-stream.js';
import { ApiError } from '../errors/api-error.js';
import { LmError } from '../errors/lm-error.js';
import { toResponse } from './to-response.js';

failOnUnhandledRejections();

const failure = new ApiError('rate_limited', 'Slow down (POST http://10.0.0.5/v1/chat/completions).', {
  status: 429,
  retryable: true,
  retryAfterMs: 1200,
});

test.each(['before', 'after'] as const)(
  'a stream that is closed %s the first output does not look complete',
  async (when) => {
    const { source, stream } = webStream();
    const pending = toResponse(stream);
    await settled();
    if (when === 'after') source.next(text('Hi'));
    await settled();
    await stream.close();
    const response = await pending;
    expect(response.status).toBe(when === 'before' ? 503 : 200);
    expect(await response.text()).toContain('"code":"closed"');
  },
);

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
