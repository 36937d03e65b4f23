import { describe, expect, test } from 'vitest';
import { isLmError } from '../errors/guards.js';
import type { TransportRequest, TransportResponse } from '../transport/transport.js';
import { FakeTransport, type FakeResponse } from './fake-transport.js';

function request(over: Partial<TransportRequest> = {}): TransportRequest {
  return {
    method: 'POST',
    url: 'http://fake/v1',
    headers: { accept: '*/*' },
    body: '{"a":1}',
    signal: new AbortController().signal,
    timeouts: { connect: 0 },
    ...over,
  };
}

/** Reads a body. Resolves with the reads as text, and with the end or error. */
function read({ body }: TransportResponse): Promise<{ reads: string[]; end: unknown }> {
  const reads: string[] = [];
  return new Promise((resolve) => {
    body.start({
      data: (bytes) => reads.push(new TextDecoder().decode(bytes)),
      end: () => resolve({ reads, end: 'end' }),
      error: (error) => resolve({ reads, end: error }),
    });
  });
}

async function* later(...chunks: string[]): AsyncGenerator<string> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('responses', () => {
  const CASES: readonly [name: string, scripted: FakeResponse, reads: string[]][] = [
    ['no body', {}, []],
    ['a string', { body: 'héllo' }, ['héllo']],
    ['bytes', { body: new TextEncoder().encode('bytes') }, ['bytes']],
    ['chunks', { body: ['a', new TextEncoder().encode('b'), 'c'] }, ['a', 'b', 'c']],
    ['an async iterable', { body: later('x', 'y') }, ['x', 'y']],
    ['JSON', { json: { ok: true } }, ['{"ok":true}']],
  ];
  test.each(CASES)('may have %s', async (_name, scripted, reads) => {
    const transport = new FakeTransport(scripted);
    const response = await transport.send(request());
    expect(response.status).toBe(200);
    expect(transport.open).toBe(1);
    expect(await read(response)).toEqual({ reads, end: 'end' });
    expect(transport.open).toBe(0);
    expect(transport.requests[0]?.canceled).toBe(false);
  });

  test('have the status and headers of the script, and a content type for JSON', async () => {
    const transport = new FakeTransport({ status: 429, headers: { 'retry-after': '1' }, json: {} });
    const { status, headers } = await transport.send(request());
    expect({ status, headers }).toEqual({
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
    });
  });

  test('follow the order of the script, including functions and additions by reply()', async () => {
    const transport = new FakeTransport({ body: 'first' }, ({ url }) => ({ body: url })).reply(() =>
      Promise.resolve({ body: 'third' }),
    );
    const texts: string[][] = [];
    for (let i = 0; i < 3; i += 1) texts.push((await read(await transport.send(request()))).reads);
    expect(texts).toEqual([['first'], ['http://fake/v1'], ['third']]);
  });

  test('fail when the script has no more outcomes', async () => {
    const error: unknown = await new FakeTransport().send(request()).catch((caught: unknown) => caught);
    expect(isLmError(error, 'unexpected_response')).toBe(true);
    expect(String(error)).toContain('no response for request 1 (POST http://fake/v1)');
  });
});

test('records requests', async () => {
  const transport = new FakeTransport({}, {});
  await transport.send(request());
  await transport.send(request({ method: 'GET', body: undefined }));
  expect(transport.requests).toMatchObject([
    { method: 'POST', url: 'http://fake/v1', headers: { accept: '*/*' }, body: '{"a":1}', json: { a: 1 } },
    { method: 'GET', json: undefined },
  ]);
  expect(transport.closed).toBe(false);
  await transport.close();
  expect(transport.closed).toBe(true);
});

describe('failures', () => {
  test('an error rejects and releases the connection', async () => {
    const broken = new Error('refused');
    const transport = new FakeTransport(broken);
    await expect(transport.send(request())).rejects.toBe(broken);
    expect(transport.open).toBe(0);
  });

  test('hold sends no response until the signal is aborted', async () => {
    const transport = new FakeTransport('hold');
    const controller = new AbortController();
    const sent = transport.send(request({ signal: controller.signal }));
    expect(transport.open).toBe(1);
    controller.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
    expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
  });

  test('a signal that is already aborted rejects immediately', async () => {
    const transport = new FakeTransport({});
    await expect(transport.send(request({ signal: AbortSignal.abort(new Error('gone')) }))).rejects.toThrow('gone');
    expect(transport.open).toBe(0);
  });

  test('break makes the body fail after its last chunk', async () => {
    const transport = new FakeTransport({ body: ['a', 'b'], ending: 'break' });
    const { reads, end } = await read(await transport.send(request()));
    expect(reads).toEqual(['a', 'b']);
    expect(isLmError(end, 'connection_failed')).toBe(true);
    expect(transport.open).toBe(0);
  });

  test('the signal ends a body with the ending hold', async () => {
    const transport = new FakeTransport({ body: 'a', ending: 'hold' });
    const controller = new AbortController();
    const response = await transport.send(request({ signal: controller.signal }));
    const reading = read(response);
    const reason = new Error('enough');
    await Promise.resolve();
    controller.abort(reason);
    expect(await reading).toEqual({ reads: ['a'], end: reason });
    expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
  });

  test.each<[FakeResponse]>([[{ body: ['a', 'b'] }], [{}], [{ ending: 'hold' }], [{ ending: 'break' }]])(
    'a signal that is aborted before the body is started makes the body fail: %j',
    async (scripted) => {
      const transport = new FakeTransport(scripted);
      const controller = new AbortController();
      const response = await transport.send(request({ signal: controller.signal }));
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await read(response)).toEqual({ reads: [], end: reason });
      expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
    },
  );

  test('a body that is canceled before it is started calls nothing', async () => {
    const transport = new FakeTransport({ body: 'a' });
    const { body } = await transport.send(request());
    const heard: string[] = [];
    body.cancel();
    body.start({ data: () => heard.push('data'), end: () => heard.push('end'), error: () => heard.push('error') });
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect({ heard, open: transport.open }).toEqual({ heard: [], open: 0 });
  });

  test('an error thrown by the body ends the read', async () => {
    const reason = new Error('script');
    // oxlint-disable-next-line require-yield -- throws before it yields anything
    async function* failing(): AsyncGenerator<string> {
      await Promise.resolve();
      throw reason;
    }
    const transport = new FakeTransport({ body: failing() });
    expect(await read(await transport.send(request()))).toEqual({ reads: [], end: reason });
  });
});

test('a paused body waits, and a canceled body stops and lets its script clean up', async () => {
  let cleanedUp = false;
  async function* chunks(): AsyncGenerator<string> {
    try {
      yield 'a';
      yield 'b';
      yield 'c';
    } finally {
      cleanedUp = true;
    }
  }
  const transport = new FakeTransport({ body: chunks() });
  const { body } = await transport.send(request());
  const heard: string[] = [];
  let onRead: () => void = () => {};
  body.start({
    data: (bytes) => {
      heard.push(new TextDecoder().decode(bytes));
      body.pause();
      onRead();
    },
    end: () => heard.push('end'),
    error: () => heard.push('error'),
  });
  await new Promise<void>((resolve) => (onRead = resolve));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(heard).toEqual(['a']);
  const second = new Promise<void>((resolve) => (onRead = resolve));
  body.resume();
  await second;
  expect(heard).toEqual(['a', 'b']);
  body.cancel();
  body.cancel();
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect({ heard, cleanedUp, open: transport.open }).toEqual({ heard: ['a', 'b'], cleanedUp: true, open: 0 });
  expect(transport.requests[0]?.canceled).toBe(true);
});
