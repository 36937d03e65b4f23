import { describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { Fault } from '../src/index.js';
import { chat, CHAT_PATH, post } from './support/post.js';
import { rawPost } from './support/raw-post.js';
import { eventsOf } from './support/read-sse.js';

const STREAM = chat('Hello ☃', { stream: true });

async function fetchWith(fault: Fault, body: unknown = STREAM): Promise<{ response: Response; text: string }> {
  await using emulator = await startEmulator({ faults: [fault] });
  const response = await post(emulator, CHAT_PATH, body);
  return { response, text: await response.text() };
}

/** Reads the raw response until the connection closes. Returns its text and the error code of the socket. */
async function fetchRaw(fault: Fault): Promise<{ text: string; code: string | undefined }> {
  await using emulator = await startEmulator({ faults: [fault] });
  const connection = await rawPost(emulator, CHAT_PATH, STREAM);
  const code = await connection.closed;
  expect(await (await emulator.received(1)).ended).toBe('aborted');
  return { text: Buffer.concat(connection.pieces).toString('utf8'), code };
}

describe('faults that replace the response', () => {
  test('status responds with a custom body and headers', async () => {
    const headers = { 'Retry-After': '2' };
    const { response, text } = await fetchWith({ kind: 'status', status: 429, body: { error: 'slow' }, headers });
    expect([response.status, response.headers.get('retry-after'), JSON.parse(text)]).toEqual([
      429,
      '2',
      { error: 'slow' },
    ]);
  });

  test('status responds with an error object by default, and with plain text for a string', async () => {
    const { text } = await fetchWith({ kind: 'status', status: 503 });
    expect(JSON.parse(text)).toMatchObject({
      error: { type: 'server_error', message: expect.stringContaining('503') },
    });
    const plain = await fetchWith({ kind: 'status', status: 500, body: 'no json' });
    expect([plain.response.headers.get('content-type'), plain.text]).toEqual(['text/plain; charset=utf-8', 'no json']);
  });

  test('html responds with the error page of a proxy', async () => {
    const { response, text } = await fetchWith({ kind: 'html' });
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(text).toContain('<title>502');
  });
});

describe('faults of the connection', () => {
  test('contentLength announces a body, and sends nothing after a shorter one', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'contentLength', bytes: 1_000_000 }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    expect(await connection.until('[DONE]')).toMatch(/^HTTP\/1\.1 200 [^]*\r\nContent-Length: 1000000\r\n/);
    expect(emulator.activeRequests).toBe(1);
    connection.socket.destroy();
    await emulator.clientDisconnected(1);
  });

  test('contentLength truncates a longer body', async () => {
    const { response, text } = await fetchWith({ kind: 'contentLength', bytes: 6 });
    expect([response.headers.get('content-length'), text]).toEqual(['6', 'data: ']);
  });

  test('reset closes it before the head', async () => {
    expect(await fetchRaw({ kind: 'reset' })).toEqual({ text: '', code: 'ECONNRESET' });
  });

  test('reset closes it after a number of body bytes', async () => {
    const { text, code } = await fetchRaw({ kind: 'reset', afterBytes: 10 });
    expect(code).toBe('ECONNRESET');
    // The length of the single chunk and its ten bytes, with nothing after them.
    expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe('a\r\ndata: {"id\r\n');
  });

  test('stall without a point stops before the head', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'stall' }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    const record = await emulator.received(1);
    expect([record.outcome, emulator.activeRequests]).toEqual([undefined, 1]);
    connection.socket.destroy();
    await emulator.clientDisconnected(1);
    expect(connection.pieces).toEqual([]);
  });

  test.each<[string, Fault, string]>([
    ['after the head', { kind: 'stall', afterBytes: 0 }, '\r\n\r\n'],
    ['after two events', { kind: 'stall', afterEvents: 2 }, '" is"'],
    ['after some bytes', { kind: 'stall', afterBytes: 12 }, 'data: {"id":'],
  ])('stall stops %s', async (_name, fault, last) => {
    await using emulator = await startEmulator({ faults: [fault] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    await connection.until(last);
    expect(emulator.activeRequests).toBe(1);
    connection.socket.destroy();
    await emulator.clientDisconnected(1);
    expect(Buffer.concat(connection.pieces).toString('utf8')).not.toContain(' the"');
  });

  test('stall can send comments meanwhile', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'stall', afterEvents: 1, commentEveryMs: 1 }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    expect(await connection.until(': keep-alive\n\n')).not.toContain(' is');
    connection.socket.destroy();
    await emulator.clientDisconnected(1);
  });

  test('delay waits before the head and ends when the client disconnects', async () => {
    const { response } = await fetchWith({ kind: 'delay', ms: 1 });
    expect(response.status).toBe(200);
    await using emulator = await startEmulator({ faults: [{ kind: 'delay', ms: 60_000 }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    await emulator.received(1);
    connection.socket.destroy();
    expect(await emulator.clientDisconnected(1)).toMatchObject({ status: undefined });
  });
});

describe('faults of the body', () => {
  test('truncate ends it cleanly without a finish reason and [DONE]', async () => {
    const { text } = await fetchWith({ kind: 'truncate', afterEvents: 2 });
    expect(eventsOf(text)).toHaveLength(2);
    expect(text).not.toContain('[DONE]');
    expect((await fetchWith({ kind: 'truncate' })).text).toBe('');
    expect((await fetchWith({ kind: 'truncate', afterBytes: 7 }, chat('Hello'))).text).toBe('{\n  "id');
  });

  test('split sends the complete body one byte per chunk', async () => {
    await using emulator = await startEmulator({ faults: [{ kind: 'split', bytes: 1 }] });
    const connection = await rawPost(emulator, CHAT_PATH, STREAM);
    await connection.until('\r\n0\r\n\r\n');
    // In latin1, one character is one byte, so each byte of the snowman is matched separately.
    const raw = Buffer.concat(connection.pieces).toString('latin1');
    const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
    expect(body.replaceAll(/1\r\n[^]\r\n/g, '')).toBe('0\r\n\r\n');
    connection.socket.destroy();
    const { text } = await fetchWith({ kind: 'split', bytes: 1 });
    expect(text).toContain('☃');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('trickle also sends a JSON body in pieces', async () => {
    const { text } = await fetchWith({ kind: 'trickle', everyMs: 1, bytes: 50 }, chat('Hello'));
    expect(JSON.parse(text)).toHaveProperty('choices');
  });

  test('contentType replaces or removes the Content-Type', async () => {
    const { response } = await fetchWith({ kind: 'contentType', value: 'application/json' });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect((await fetchWith({ kind: 'contentType', value: '' })).response.headers.get('content-type')).toBeNull();
  });

  test('lineEnding changes the line endings', async () => {
    const { text } = await fetchWith({ kind: 'lineEnding', value: 'crlf' });
    expect(text).toMatch(/data: \[DONE\]\r\n\r\n$/);
    expect((await fetchWith({ kind: 'lineEnding', value: 'cr' })).text).not.toContain('\n');
  });

  test('noDone omits only [DONE]', async () => {
    const { text } = await fetchWith({ kind: 'noDone' });
    expect(text).toContain('"finish_reason":"stop"');
    expect(text).not.toContain('[DONE]');
  });

  test('malformed breaks the JSON of one event', async () => {
    const { text } = await fetchWith({ kind: 'malformed', afterEvents: 1 });
    const [first = '', second = '', third = ''] = eventsOf(text);
    expect(() => JSON.parse(second) as unknown).toThrow(SyntaxError);
    expect([JSON.parse(first), JSON.parse(third)]).toHaveLength(2);
    const whole = await fetchWith({ kind: 'malformed' }, chat('Hello'));
    expect(() => JSON.parse(whole.text) as unknown).toThrow(SyntaxError);
  });
});

describe('an error event', () => {
  test.each<[Fault & { kind: 'errorEvent' }, string]>([
    [{ kind: 'errorEvent', shape: 'object' }, 'data: {"error":{"message":"boom","type":"server_error"'],
    [{ kind: 'errorEvent', shape: 'repeated-message' }, 'data: {"error":{"message":"boom"},"message":"boom"}'],
    [{ kind: 'errorEvent', shape: 'string' }, 'data: {"error":"boom"}'],
    [{ kind: 'errorEvent', shape: 'flat' }, 'data: {"object":"error","message":"boom"'],
    [{ kind: 'errorEvent', shape: 'field' }, 'error: {"code":500,"message":"boom"'],
    [{ kind: 'errorEvent', shape: 'event' }, 'event: error\ndata: {"error":{"message":"boom"'],
  ])('ends the stream in the format of %j', async (fault, start) => {
    const { text } = await fetchWith({ ...fault, message: 'boom' });
    const [first, second, ...rest] = text.split('\n\n');
    expect(first).toMatch(/^data: {"id"/);
    expect(second?.startsWith(start)).toBe(true);
    expect(rest).toEqual(['']);
  });

  test('can come first and can be followed by the rest of the stream', async () => {
    const { text } = await fetchWith({ kind: 'errorEvent', afterEvents: 0, continues: true });
    expect(text).toMatch(/^data: {"error"/);
    expect(text).toContain('[DONE]');
  });
});

/** Returns the statuses of GET requests to these paths while three faults are pending. */
const statuses = async (...paths: string[]): Promise<number[]> => {
  await using emulator = await startEmulator();
  emulator.setFaults([{ kind: 'html' }]);
  emulator.setFaults([{ kind: 'status', status: 500, times: 2, path: '/v1/models' }]);
  emulator.addFaults({ kind: 'status', status: 503, method: 'GET' });
  const seen: number[] = [];
  for (const path of paths) seen.push((await fetch(emulator.url + path)).status);
  expect(emulator.pendingFaults).toBe(0);
  return seen;
};

describe('fault matching', () => {
  test('a request uses the first matching fault, up to its number of times', async () => {
    expect(await statuses('/v1/models', '/x', '/v1/models', '/v1/models')).toEqual([500, 503, 500, 200]);
  });

  test('a fault with times: Infinity applies to all requests', async () => {
    const faults: Fault[] = [{ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY }];
    await using emulator = await startEmulator({ faults });
    for (let count = 0; count < 3; count += 1) expect((await fetch(emulator.url)).status).toBe(503);
    expect(emulator.pendingFaults).toBe(1);
  });
});
