import { collect, settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { EVENTS, FINISH, playedStream, START, text, webStream } from '../../test/support/web-stream.js';
import { ApiError } from '../errors/api-error.js';
import { readStreamEvents } from './read-stream-events.js';
import { toErrorResponse } from './error-body.js';
import { toResponse } from './to-response.js';

failOnUnhandledRejections();

const TYPES = { events: 'text/event-stream', ndjson: 'application/x-ndjson' } as const;
const FORMATS = ['events', 'ndjson'] as const;

/** Reads to the end. Returns the events and the error. */
async function readAll(response: Response | Promise<Response>, options?: Parameters<typeof readStreamEvents>[1]) {
  const events: unknown[] = [];
  try {
    for await (const event of readStreamEvents(response, options)) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error: error as ApiError };
  }
}

function responseOf(chunks: readonly Uint8Array[], type: string, ends: 'end' | 'abort' = 'end'): Response {
  const left = [...chunks];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift();
      if (chunk !== undefined) controller.enqueue(chunk);
      else if (ends === 'end') controller.close();
      else controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

/** A response whose body does not end. */
function endless(chunks: readonly Uint8Array[], type: string) {
  let isCanceled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => chunks.forEach((chunk) => controller.enqueue(chunk)),
    cancel: () => void (isCanceled = true),
  });
  return { response: new Response(body, { headers: { 'content-type': type } }), canceled: () => isCanceled };
}

const bytes = (body: string): Uint8Array => new TextEncoder().encode(body);

test.each(['application/x-ndjson; charset=utf-8', 'application/ndjson', 'Text/Event-Stream;charset=UTF-8'])(
  'reads the content type %s',
  async (type) => {
    const format = type.includes('ndjson') ? 'ndjson' : 'events';
    const body = await (await toResponse(playedStream(), { format })).text();
    expect(await collect(readStreamEvents(responseOf([bytes(body)], type)))).toEqual(EVENTS);
  },
);

describe.each(FORMATS)('the format %s', (format) => {
  const type = TYPES[format];

  test('returns the events', async () => {
    expect(await collect(readStreamEvents(toResponse(playedStream(), { format })))).toEqual(EVENTS);
  });

  test.each([
    ['with line feeds', (body: string) => body],
    ['with CRLF of a proxy', (body: string) => body.replaceAll('\n', '\r\n')],
    [
      'with keep-alives',
      (body: string) => (format === 'events' ? `: a\n\n${body}` : `\n${body.replace('\n', '\n\n')}`),
    ],
    ['without its last line ends', (body: string) => body.trimEnd()],
  ])('survives every split: %s', async (_name, change) => {
    const whole = bytes(change(await (await toResponse(playedStream(), { format })).text()));
    for (let at = 0; at <= whole.length; at += 1) {
      const response = responseOf([whole.subarray(0, at), whole.subarray(at)], type);
      expect((await readAll(response)).events, `split at ${at}`).toEqual(EVENTS);
    }
    const single = responseOf(
      [...whole].map((byte) => Uint8Array.of(byte)),
      type,
    );
    expect((await readAll(single)).events).toEqual(EVENTS);
  });

  test('a body that ends anywhere before finish is an error with what arrived', async () => {
    const whole = bytes(await (await toResponse(playedStream(), { format })).text());
    const end = bytes(await (await toResponse(playedStream([FINISH]), { format })).text()).length;
    for (let length = 0; length < whole.length - end; length += 1) {
      const { events, error } = await readAll(responseOf([whole.subarray(0, length)], type));
      expect(error, `length ${length}`).toMatchObject({ code: 'stream_truncated' });
      const said = events.map((event) => (event as { text?: string }).text ?? '').join('');
      expect(error?.partial?.text).toBe(said);
    }
  });

  test('a connection that is lost is an error with what arrived', async () => {
    const whole = bytes(await (await toResponse(playedStream(), { format })).text());
    const { error } = await readAll(responseOf([whole.subarray(0, -30)], type, 'abort'));
    expect(error).toMatchObject({
      code: 'connection_failed',
      partial: { text: 'Grüße 🌍\n\ndata: x', model: 'm', route: 'only' },
    });
    expect(error?.cause).toBeInstanceOf(TypeError);
  });

  test('the error of the server has its code, its wait and what arrived', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format });
    source.next(START, text('one'));
    source.error(new ApiError('overloaded', 'Busy.', { status: 503, retryable: true, retryAfterMs: 5 }));
    const { events, error } = await readAll(pending);
    expect(events).toEqual([START, text('one')]);
    expect(error).toMatchObject({
      code: 'overloaded',
      retryable: true,
      retryAfterMs: 5,
      status: 200,
      partial: { text: 'one' },
    });
  });

  test('an event that is too long is an error after those before it, and cancels the body', async () => {
    const whole = bytes(
      await (await toResponse(playedStream([START, text('x'.repeat(1000)), FINISH]), { format })).text(),
    );
    const reads = [...Array(20).keys()].map((at) => whole.subarray(at * 100, at * 100 + 100));
    const { response, canceled } = endless(reads, type);
    const { events, error } = await readAll(response, { maxEventBytes: 200 });
    expect(events).toEqual([START]);
    expect(error).toMatchObject({ code: 'limit_exceeded', message: expect.stringContaining('"maxEventBytes" (200)') });
    expect(canceled()).toBe(true);
  });

  test.each([
    ['not JSON', 'PRIVATE-7391', 'parse_error'],
    ['JSON of another API', '{"choices":[{"delta":{"content":"PRIVATE-7391"}}]}', 'unexpected_response'],
    ['not an object', '[1]', 'unexpected_response'],
  ])('%s is an error that does not quote it', async (_name, data, code) => {
    const body = format === 'events' ? `data: ${data}\n\ndata: {}\n\n` : `${data}\n{}\n`;
    const { error } = await readAll(responseOf([bytes(body)], type));
    expect(error).toMatchObject({ code });
    expect(error?.message).not.toContain('PRIVATE-7391');
  });

  test('leaving the loop cancels the model', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format });
    source.next(START, text('one'));
    for await (const event of readStreamEvents(pending)) if (event.type === 'text-delta') break;
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });

  test('return() cancels the model while a read waits', async () => {
    const { source, stream } = webStream();
    const pending = toResponse(stream, { format });
    source.next(text('one'));
    const events = readStreamEvents(pending);
    await events.next();
    const waiting = events.next();
    expect(await events.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  });
});

test('return() before the first read cancels the body, also if the response arrives later', async () => {
  for (const isLate of [false, true]) {
    const { source, stream } = webStream();
    const pending = toResponse(stream);
    source.next(text('one'));
    await readStreamEvents(isLate ? pending : await pending).return?.();
    await settled();
    expect(source.calls).toEqual(['subscribe', 'cancel']);
  }
});

test('an error response has its code, status and wait', async () => {
  const failure = new ApiError('rate_limited', 'Slow.', { status: 429, retryable: true, retryAfterMs: 1500 });
  const { error } = await readAll(toErrorResponse(failure));
  expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryable: true, retryAfterMs: 1500 });
  expect(error?.partial).toBeUndefined();
});

const html = { 'content-type': 'text/html' };
test.each([
  ['a page of a proxy', () => new Response('<h1>Bad</h1>', { status: 502, headers: html }), 502, 'text/html'],
  ['a page with status 200', () => new Response('<h1>Hi</h1>', { headers: html }), 200, 'text/html'],
  [
    'an error of another API',
    () => Response.json({ error: { code: 'x', message: 'y' } }, { status: 401 }),
    401,
    'json',
  ],
  ['a text', () => toResponse(playedStream(), { format: 'text' }), 200, 'text/plain'],
  ['no body', () => new Response(null, { status: 204 }), 204, 'no body'],
  ['a huge page', () => new Response('x'.repeat(1e6), { status: 500, headers: html }), 500, 'text/html'],
])('%s is an unexpected_response that says so', async (_name, create, status, received) => {
  const { error } = await readAll(create());
  expect(error).toMatchObject({ code: 'unexpected_response', status });
  expect(error?.message).toContain(`status ${status}`);
  expect(error?.message).toContain(received);
});

test.each([
  [new TypeError('Failed to fetch'), 'connection_failed'],
  [new DOMException('Aborted.', 'AbortError'), 'aborted'],
  [new DOMException('Timeout.', 'TimeoutError'), 'aborted'],
])('a request that fails with %s is %s', async (cause, code) => {
  const failed = readStreamEvents(Promise.reject(cause));
  await expect(failed.next()).rejects.toMatchObject({ code, cause });
});

test('lines of data that never end an event are an error', async () => {
  const { response, canceled } = endless(Array(30).fill(bytes('data: 0123456789\n')) as Uint8Array[], TYPES.events);
  const { error } = await readAll(response, { maxEventBytes: 200 });
  expect(error).toMatchObject({ code: 'limit_exceeded' });
  expect(canceled()).toBe(true);
});

test('a response that was read is refused', async () => {
  const response = await toResponse(playedStream());
  await response.text();
  await expect(readStreamEvents(response).next()).rejects.toMatchObject({ code: 'invalid_request' });
});

test.each([undefined, null, 'text', {}, new Response('x').body])('refuses %s instead of a response', async (value) => {
  await expect(readStreamEvents(value as never).next()).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('must be a Response or the promise of fetch()'),
  });
});

test('return() does not wait for a response that does not arrive', async () => {
  const events = readStreamEvents(new Promise<Response>(() => {}));
  const next = events.next();
  expect(await events.return?.()).toEqual({ done: true, value: undefined });
  expect(await next).toEqual({ done: true, value: undefined });
});
