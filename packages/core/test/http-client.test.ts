import { inspect } from 'node:util';
import { HttpServer, rawResponse, RawServer, rejectionOf, sendJson, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { HttpCall } from '../src/http/http-call.js';
import { openClient, opener, transports } from './support/open-client.js';
import { GET, POST } from './support/http-calls.js';

describe.each(transports)('HttpClient.requestJson over $name', ({ create }) => {
  const open = opener(create);

  describe('a request', () => {
    test('contains JSON and the headers of the client and of the call', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, { ok: true }, 200, { 'x-a': '1' }));
      const { client } = open(`${server.url}/v1/`, {
        apiToken: 'token-123',
        headers: { 'x-client': '1', 'x-both': 'client' },
      });
      const given = await client.requestJson({ ...POST, options: { headers: { 'X-Both': 'call' } } });
      expect(given).toMatchObject({ body: { ok: true }, status: 200 });
      expect(given.headers['x-a']).toBe('1');
      expect(server.requests).toMatchObject([
        {
          method: 'POST',
          path: '/v1/chat',
          body: '{"a":"ü"}',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            authorization: 'Bearer token-123',
            'x-client': '1',
            'x-both': 'call',
          },
        },
      ]);
    });

    test('has no body, token or headers unless they are set', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const { client } = open(server.url, { apiToken: '' });
      await client.requestJson(GET);
      const { headers, body } = server.requests[0] ?? {};
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('content-type');
      expect(body).toBe('');
      expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([]);
    });

    test('contains the query of the base URL', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const { client } = open(`${server.url}/openai?api-version=1`);
      await client.requestJson(GET);
      await client.requestJson({ ...GET, path: '/models?all=1' });
      expect(server.requests.map(({ path }) => path)).toEqual([
        '/openai/models?api-version=1',
        '/openai/models?all=1&api-version=1',
      ]);
    });

    test('contains the token unchanged in another header', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const { client } = open(server.url, { apiToken: 'token-123', apiTokenHeader: 'api-key' });
      await client.requestJson(GET);
      expect(server.requests[0]?.headers).toMatchObject({ 'api-key': 'token-123' });
      expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    });

    test('contains the user and password of the base URL, which errors do not show', async () => {
      await using server = await HttpServer.listen((response) =>
        sendJson(response, { error: 'not for user canary-word' }, 401),
      );
      const { client } = open(server.url.replace('http://', 'http://user:canary-word@'));
      const error = await rejectionOf(client.requestJson(GET));
      expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:canary-word')}`);
      expect(inspect(error, { depth: 9 })).not.toContain('canary');
    });

    test.each<[string, Partial<HttpCall>]>([
      ['a header with a line break', { options: { headers: { 'x-a': 'canary\r\nx-b: 1' } } }],
      ['a circular body', { body: circle() }],
      ['a body with a bigint', { body: { a: 1n } }],
    ])('with %s is rejected before anything is sent', async (_name, changes) => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const error = await rejectionOf(open(server.url).client.requestJson({ ...POST, ...changes }));
      expect(error).toMatchObject({ code: 'invalid_request', provider: 'p' });
      expect(error.message).not.toContain('canary');
      expect('attempts' in error).toBe(false);
      expect(server.requests).toEqual([]);
    });
  });

  test.each(['localhost', 'ftp://host', ''])('rejects the base URL "%s"', (baseUrl) => {
    expect(() => open(baseUrl)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  describe('a token that a function returns', () => {
    test('is requested for each attempt', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? sendJson(response, {}, 503, { 'retry-after-ms': '0' }) : sendJson(response, {}),
      );
      let requests = 0;
      await open(server.url, { apiToken: async () => `token-${(requests += 1)}` }).client.requestJson(GET);
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    });

    test('may be undefined', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      await open(server.url, { apiToken: () => undefined }).client.requestJson(GET);
      expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    });

    test('rejects the call if the function fails, and nothing is sent', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const cause = new Error('the vault is shut');
      const error = await rejectionOf(
        open(server.url, { apiToken: () => Promise.reject(cause) }).client.requestJson(GET),
      );
      expect(error).toMatchObject({ code: 'authentication', provider: 'p' });
      expect(error.cause).toBe(cause);
      expect(server.requests).toEqual([]);
    });

    test('can be aborted while the function is pending', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}));
      const controller = new AbortController();
      const { client } = open(server.url, { apiToken: () => new Promise(() => {}) });
      const error = rejectionOf(client.requestJson({ ...GET, options: { signal: controller.signal } }));
      await settled();
      controller.abort();
      expect(await error).toMatchObject({ code: 'aborted' });
    });
  });

  test('errors and logs contain neither the token nor the prompt, even if the server echoes them', async () => {
    const token = 'canary-token-0123456789';
    const prompt = 'the canary of my grandmother sings at five in the morning';
    await using server = await HttpServer.listen((response, request) => {
      const echo = `${request.headers.authorization} sent ${request.body} at ${request.path}`;
      sendJson(response, { error: { message: echo, code: request.headers.authorization, type: echo } }, 400, {
        'x-request-id': 'r1',
      });
    });
    const { client, logged } = open(`${server.url}?api_key=canary-query`, { apiToken: token });
    const error = await rejectionOf(
      client.requestJson({ ...POST, body: { messages: [{ role: 'user', content: prompt }] } }),
    );
    const shown = [
      error.message,
      String(error.stack),
      JSON.stringify(error),
      inspect(error, { depth: 9 }),
      JSON.stringify(logged),
    ];
    for (const text of shown) expect(text).not.toContain('canary');
    expect(error).toMatchObject({ status: 400, requestId: 'r1' });
    expect(error.rawBody).not.toContain(token);
  });
});

describe('HttpClient over UndiciTransport', () => {
  const create = transports[0]?.create ?? expect.unreachable();

  test('immediately retries a request, even a POST, that was sent on a dead kept-alive connection', async () => {
    await using server = await RawServer.listen();
    const { client } = openClient(server.url, create);
    const first = client.requestJson(POST);
    await server.respond(rawResponse('{}'));
    await first;
    await settled();
    const second = client.requestJson(POST);
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    await server.respond(rawResponse('{"ok":2}'), 1);
    expect((await second).body).toEqual({ ok: 2 });
  });

  test('does not retry a POST on a new connection, because it may have had an effect', async () => {
    await using server = await RawServer.listen();
    const { client } = openClient(server.url, create);
    const error = rejectionOf(client.requestJson(POST));
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(await error).toMatchObject({ code: 'connection_failed', attempts: 1 });
  });

  test('ends an attempt to connect after the connect timeout', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = openClient(server.url.replace('http:', 'https:'), create, { timeouts: { connect: 700 } });
    const error = rejectionOf(client.requestJson(POST));
    await server.connection();
    await clock.waitForTimer(700);
    clock.advance(700);
    expect(await error).toMatchObject({ code: 'connect_timeout', provider: 'p', attempts: 1 });
  });
});

function circle(): unknown {
  const body: Record<string, unknown> = {};
  body['self'] = body;
  return body;
}
