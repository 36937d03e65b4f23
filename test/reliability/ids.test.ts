import { HttpServer, rejectionOf, sendJson } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClient, isLmError, type Transport } from '@lmux/core';
import { createHttpClient } from '@lmux/core/provider';
import { FakeClock } from '@lmux/core/testing';
import { LlamaCppApi } from '@lmux/provider-llamacpp';
import { lmstudio, LmStudioApi } from '@lmux/provider-lmstudio';
import { TRANSPORTS } from './support/subjects.ts';

const SECRET = 'canary7391';

/** Ids that no URL can contain, or that lead to another path. */
const BAD_ANYWHERE: readonly (readonly [what: string, id: unknown])[] = [
  ['a high surrogate', `${SECRET}\uD83D`],
  ['a low surrogate', `\uDE00${SECRET}`],
  ['2,049 characters', 'x'.repeat(2049)],
  ['1,000,000 characters', SECRET.repeat(100_000)],
  ['a line break', `${SECRET}\r\nx: y`],
  ['NUL', `${SECRET}\u0000`],
  ['a number', 7391],
  ['an object', { toString: () => SECRET }],
];

const BAD_IN_A_PATH: typeof BAD_ANYWHERE = [
  ...BAD_ANYWHERE,
  ['"."', '.'],
  ['".."', '..'],
  ['an encoded ".."', '%2e%2E'],
  ['a half encoded ".."', '.%2e'],
  ['".." before a slash', `../${SECRET}`],
  ['".." after a backslash', `${SECRET}\\..`],
  ['"." between slashes', `${SECRET}/./x`],
];

/** Ids that are sent, with the form in which the URL contains them. */
const GOOD: readonly (readonly [id: string, encoded: string])[] = [
  ['job_1', 'job_1'],
  ['a b/c?d#e&f=g%2e', 'a%20b%2Fc%3Fd%23e%26f%3Dg%252e'],
  ['...', '...'],
  ['.hidden', '.hidden'],
  ['😀ü', '%F0%9F%98%80%C3%BC'],
  ['__proto__', '__proto__'],
  ['x'.repeat(2048), 'x'.repeat(2048)],
];

interface Way {
  readonly name: string;
  readonly prefix: string;
  readonly bad: typeof BAD_ANYWHERE;
  /** The code of an id that is not a string, where it is not `invalid_request`. */
  readonly typeCode?: string;
  readonly call: (baseUrl: string, transport: Transport, id: string) => Promise<unknown>;
}

async function using<T extends { close(): Promise<void> }>(api: T, call: (api: T) => Promise<unknown>): Promise<void> {
  try {
    await call(api);
  } finally {
    await api.close();
  }
}

const client = (baseUrl: string, transport: Transport) =>
  createClient({ plugins: [lmstudio], config: { provider: 'lmstudio', baseUrl, model: 'm' }, transport });
const llama = (baseUrl: string, transport: Transport) => new LlamaCppApi({ baseUrl, transport });

const STATUS = '/api/v1/models/download/status/';
const WAYS: readonly Way[] = [
  {
    name: 'models.downloadStatus()',
    prefix: STATUS,
    bad: BAD_IN_A_PATH,
    typeCode: 'empty_job_id',
    call: (url, transport, id) => using(client(url, transport), ({ models }) => models.downloadStatus(id)),
  },
  {
    name: 'models.watchDownload()',
    prefix: STATUS,
    // An object is a job, which may have no id.
    bad: BAD_IN_A_PATH.filter(([, id]) => typeof id !== 'object'),
    typeCode: 'empty_job_id',
    call: (url, transport, id) => using(client(url, transport), ({ models }) => models.watchDownload(id).next()),
  },
  {
    name: 'LmStudioApi.getDownloadStatus()',
    prefix: STATUS,
    bad: BAD_IN_A_PATH,
    typeCode: 'empty_job_id',
    call: (baseUrl, transport, id) =>
      using(new LmStudioApi({ baseUrl, transport }), (api) => api.getDownloadStatus(id)),
  },
  {
    name: 'LlamaCppApi.deleteModel()',
    prefix: '/models?model=',
    bad: BAD_ANYWHERE,
    call: (url, transport, id) => using(llama(url, transport), (api) => api.deleteModel(id)),
  },
  {
    name: 'LlamaCppApi.props()',
    prefix: '/props?model=',
    bad: BAD_ANYWHERE,
    call: (url, transport, id) => using(llama(url, transport), (api) => api.props(id)),
  },
  {
    name: 'LlamaCppApi.slots()',
    prefix: '/slots?model=',
    bad: BAD_ANYWHERE,
    call: (url, transport, id) => using(llama(url, transport), (api) => api.slots(id)),
  },
];

const BODY = { status: 'completed', job_id: 'j', success: true, role: 'router' };

describe.each(TRANSPORTS)('over $transport', (wire) => {
  const create = (): Transport => wire.create(new FakeClock());
  describe.each(WAYS)('$name', ({ prefix, bad, typeCode, call }) => {
    test.each(bad)('rejects %s before anything is sent', async (_what, id) => {
      await using server = await HttpServer.listen((response) => sendJson(response, BODY));
      const transport = create();
      const error = await rejectionOf<Error>(call(server.url, transport, id as string));
      expect(
        isLmError(error, typeof id === 'string' ? 'invalid_request' : ((typeCode as never) ?? 'invalid_request')),
      ).toBe(true);
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/canary|7391/);
      expect(error.message.length).toBeLessThan(300);
      expect(server.requests).toEqual([]);
      await transport.close();
    });

    test.each(GOOD)('sends %j as one part of the URL', async (id, encoded) => {
      await using server = await HttpServer.listen((response) =>
        sendJson(response, prefix.startsWith('/slots') ? [] : BODY),
      );
      const transport = create();
      await call(server.url, transport, id);
      expect(server.requests.map(({ path }) => path)).toEqual([prefix + encoded]);
      await transport.close();
    });
  });

  test.each([
    ['/models/../admin'],
    ['/models/%2E%2e/admin'],
    ['/models/.'],
    ['/..?a=1'],
    ['/models\\..\\admin'],
    ['/models/.\t./admin'],
    ['/models#/status'],
    ['/models/\uD800'],
  ])('the HTTP client rejects the path %j of a provider', async (path) => {
    await using server = await HttpServer.listen((response) => sendJson(response, BODY));
    const transport = create();
    const api = createHttpClient({ baseUrl: server.url, transport }, { provider: 'x', defaultBaseUrl: server.url });
    expect(await rejectionOf(api.http.requestJson({ method: 'GET', path }))).toMatchObject({
      code: 'invalid_request',
    });
    expect(server.requests).toEqual([]);
    await api.http.requestJson({ method: 'GET', path: '/a..b/.c/...?model=../x' });
    expect(server.requests.map((request) => request.path)).toEqual(['/a..b/.c/...?model=../x']);
    await api.close();
    await transport.close();
  });

  test('half of a surrogate pair in a body is escaped', async () => {
    await using server = await HttpServer.listen((response) => sendJson(response, BODY));
    const transport = create();
    await using(llama(server.url, transport), (api) => api.loadModel({ model: 'a\uD800' }));
    expect(server.requests.map(({ body }) => body)).toEqual(['{"model":"a\\ud800"}']);
    await transport.close();
  });
});
