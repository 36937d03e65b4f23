import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { HttpCall } from '../src/http/http-call.js';
import type { JsonHttpClientOptions } from '../src/http/json-http-client.js';
import { BackoffRetryPolicy } from '../src/http/retry-policy.js';
import { HttpServer, json } from './support/http-server.js';
import { openClient, transports, type OpenClient } from './support/open-client.js';
import { answer, CHUNKED, chunk, RawServer } from './support/raw-server.js';
import { rejection } from './support/rejection.js';
import { settled } from './support/settled.js';

const GET: HttpCall = { method: 'GET', path: '/models' };
const POST: HttpCall = { method: 'POST', path: '/chat', body: { a: 'ü' } };

describe.each(transports)('HttpClient.requestJson over $name', ({ create }) => {
  const open = (baseUrl: string, changes?: Partial<JsonHttpClientOptions>): OpenClient =>
    openClient(baseUrl, create, changes);

  describe('a request', () => {
    test('is JSON, and has what the client and the call add', async () => {
      await using server = await HttpServer.listen((response) => json(response, { ok: true }, 200, { 'x-a': '1' }));
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

    test('without a body, a token or headers of ours has none of them', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const { client } = open(server.url, { apiToken: '' });
      await client.requestJson(GET);
      const { headers, body } = server.requests[0] ?? {};
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('content-type');
      expect(body).toBe('');
      expect(Object.keys(headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([]);
    });

    test('carries the query of the base URL', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const { client } = open(`${server.url}/openai?api-version=1`);
      await client.requestJson(GET);
      await client.requestJson({ ...GET, path: '/models?all=1' });
      expect(server.requests.map(({ path }) => path)).toEqual([
        '/openai/models?api-version=1',
        '/openai/models?all=1&api-version=1',
      ]);
    });

    test('carries the token in another header, as it is', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const { client } = open(server.url, { apiToken: 'token-123', apiTokenHeader: 'api-key' });
      await client.requestJson(GET);
      expect(server.requests[0]?.headers).toMatchObject({ 'api-key': 'token-123' });
      expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    });

    test('carries the user and password of the base URL, which errors do not show', async () => {
      await using server = await HttpServer.listen((response) =>
        json(response, { error: 'not for user canary-word' }, 401),
      );
      const { client } = open(server.url.replace('http://', 'http://user:canary-word@'));
      const error = await rejection(client.requestJson(GET));
      expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:canary-word')}`);
      expect(inspect(error, { depth: 9 })).not.toContain('canary');
    });

    test.each<[string, Partial<HttpCall>]>([
      ['a header with a line break', { options: { headers: { 'x-a': 'canary\r\nx-b: 1' } } }],
      ['a body that is a circle', { body: circle() }],
      ['a body with a bigint', { body: { a: 1n } }],
    ])('with %s is refused before anything is sent', async (_name, changes) => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const error = await rejection(open(server.url).client.requestJson({ ...POST, ...changes }));
      expect(error).toMatchObject({ code: 'invalid_request', provider: 'p' });
      expect(error.message).not.toContain('canary');
      expect('attempts' in error).toBe(false);
      expect(server.requests).toEqual([]);
    });
  });

  test.each(['localhost', 'ftp://host', ''])('the base URL "%s" is refused', (baseUrl) => {
    expect(() => open(baseUrl)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });

  describe('a token that a function gives', () => {
    test('is requested for each attempt', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? json(response, {}, 503, { 'retry-after-ms': '0' }) : json(response, {}),
      );
      let asked = 0;
      await open(server.url, { apiToken: async () => `token-${(asked += 1)}` }).client.requestJson(GET);
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    });

    test('may be none', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      await open(server.url, { apiToken: () => undefined }).client.requestJson(GET);
      expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    });

    test('that fails is the error, and nothing is sent', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const cause = new Error('the vault is shut');
      const error = await rejection(
        open(server.url, { apiToken: () => Promise.reject(cause) }).client.requestJson(GET),
      );
      expect(error).toMatchObject({ code: 'authentication', provider: 'p' });
      expect(error.cause).toBe(cause);
      expect(server.requests).toEqual([]);
    });

    test('that never comes can be aborted', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const controller = new AbortController();
      const { client } = open(server.url, { apiToken: () => new Promise(() => {}) });
      const error = rejection(client.requestJson({ ...GET, options: { signal: controller.signal } }));
      await settled();
      controller.abort();
      expect(await error).toMatchObject({ code: 'aborted' });
    });
  });

  describe('a retry', () => {
    test('waits as long as the server asks', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? json(response, { error: 'slow' }, 429, { 'retry-after': '2' }) : json(response, { number }),
      );
      const { client, clock, logged } = open(server.url);
      const given = client.requestJson(POST);
      await clock.waitForTimer(2000);
      expect(server.requests).toHaveLength(1);
      clock.advance(1999);
      await settled();
      expect(server.requests).toHaveLength(1);
      clock.advance(1);
      expect((await given).body).toEqual({ number: 2 });
      expect(logged).toContainEqual({
        message: 'request is repeated',
        fields: { code: 'rate_limited', attempt: 1, delayMs: 2000 },
      });
      expect(server.connections).toBe(1);
    });

    test('waits longer each time, then gives the error with the number of attempts', async () => {
      await using server = await HttpServer.listen((response) => json(response, { error: 'busy' }, 503));
      const { client, clock } = open(server.url);
      const error = rejection(client.requestJson(POST));
      await clock.waitForTimer(250);
      clock.advance(250);
      await clock.waitForTimer(500);
      clock.advance(500);
      expect(await error).toMatchObject({ code: 'overloaded', status: 503, attempts: 3, provider: 'p' });
      expect(server.requests).toHaveLength(3);
    });

    test.each([400, 401, 402, 403, 404, 409, 422, 500, 501])('is not made after a %d', async (status) => {
      await using server = await HttpServer.listen((response) => json(response, { error: 'no' }, status));
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ name: 'ApiError', status, attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });

    test.each<[string, Partial<HttpCall>]>([
      ['of what is not safe to retry', { safeToRetry: false }],
      ['that the call forbids', { options: { retry: false } }],
    ])('%s is not made', async (_name, changes) => {
      await using server = await HttpServer.listen((response) => json(response, {}, 503, { 'retry-after': '0' }));
      const error = await rejection(open(server.url).client.requestJson({ ...POST, ...changes }));
      expect(error).toMatchObject({ status: 503, attempts: 1 });
      expect(server.requests).toHaveLength(1);
    });

    test('is made as often as the call says', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}, 503, { 'retry-after-ms': '0' }));
      const error = await rejection(open(server.url).client.requestJson({ ...POST, options: { retry: 4 } }));
      expect(error.attempts).toBe(5);
    });

    test('is not made where the waits would exceed the budget; the error has the time to wait', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}, 429, { 'retry-after': '20' }));
      const error = await rejection(
        open(server.url, { retryPolicy: new BackoffRetryPolicy({ budgetMs: 10_000 }) }).client.requestJson(POST),
      );
      expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 20_000, attempts: 1 });
    });

    test('is made when nobody listens, and says what it tried', async () => {
      const server = await HttpServer.listen(() => {});
      await server[Symbol.asyncDispose]();
      const { client, clock } = open(server.url);
      const error = rejection(client.requestJson(POST));
      await clock.waitForTimer(250);
      clock.advance(250);
      await clock.waitForTimer(500);
      clock.advance(500);
      expect(await error).toMatchObject({ code: 'connection_failed', attempts: 3, provider: 'p', retryable: true });
    });

    test('is not made of a POST whose connection broke before the response', async () => {
      await using server = await HttpServer.listen((response) => response.destroy());
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'connection_failed', attempts: 1, retryable: false });
    });

    test('reads the failed response to its end: its connection is reused', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number <= 2 ? json(response, { error: 'x'.repeat(30_000) }, 503, { 'retry-after': '2' }) : json(response, {}),
      );
      const { client, clock } = open(server.url);
      const given = client.requestJson(POST);
      for (let waits = 0; waits < 2; waits += 1) {
        await clock.waitForTimer(2000);
        await settled();
        clock.advance(2000);
      }
      await given;
      expect([server.requests.length, server.connections]).toEqual([3, 1]);
    });

    test('closes a connection whose response does not end', async () => {
      await using server = await HttpServer.listen((response, _request, number) => {
        if (number === 2) return json(response, {});
        response.writeHead(503, { 'retry-after-ms': '0' });
        response.write('x'.repeat(1_000_000));
      });
      await open(server.url).client.requestJson(POST);
      await server.clientsLeft(1);
      expect(server.requests).toHaveLength(2);
    });

    test('can be aborted in the wait', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}, 503, { 'retry-after': '9' }));
      const controller = new AbortController();
      const { client, clock } = open(server.url);
      const error = rejection(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await clock.waitForTimer(9000);
      controller.abort('enough');
      expect(await error).toMatchObject({ code: 'aborted', cause: 'enough', attempts: 1 });
      expect(server.requests).toHaveLength(1);
      expect(clock.timers).toBe(0);
    });

    test('waits as long as it has to, though the timeout idle is short', async () => {
      await using server = await HttpServer.listen((response, _request, number) =>
        number === 1 ? json(response, {}, 503, { 'retry-after': '9' }) : json(response, {}),
      );
      const { client, clock } = open(server.url, { timeouts: { idle: 100 } });
      const given = client.requestJson(POST);
      await clock.waitForTimer(9000);
      clock.advance(9000);
      await expect(given).resolves.toMatchObject({ body: {} });
    });
  });

  describe('a timeout', () => {
    test('of the first byte ends a call without a response', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client, clock } = open(server.url, { timeouts: { firstByte: 700 } });
      const error = rejection(client.requestJson(POST));
      await server.received(1);
      clock.advance(700);
      expect(await error).toMatchObject({ code: 'first_byte_timeout', provider: 'p', attempts: 1 });
      await server.socketsClosed();
    });

    test('of silence ends a body that stops', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 700 } });
      const error = rejection(client.requestJson(POST));
      await server.answer(CHUNKED + chunk('{'));
      await clock.waitForTimer(700);
      clock.advance(700);
      expect(await error).toMatchObject({ code: 'idle_timeout', attempts: 1 });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('of the whole call runs through its attempts', async () => {
      await using server = await HttpServer.listen((response, _request, number) => {
        if (number === 1) json(response, {}, 503, { 'retry-after': '2' });
      });
      const { client, clock } = open(server.url, { timeouts: { total: 3000 } });
      const error = rejection(client.requestJson(POST));
      await clock.waitForTimer(2000);
      clock.advance(2000);
      await server.received(2);
      clock.advance(1000);
      expect(await error).toMatchObject({ code: 'total_timeout', attempts: 2 });
      await server.clientsLeft(1);
    });

    test('of the whole call is off by default where a call may take long', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url);
      const given = client.requestJson({ ...POST, longRunning: true, options: { timeouts: { firstByte: 0 } } });
      await (await server.connection()).request();
      expect(clock.timers).toBe(0);
      (await server.connection()).write(answer('{}'));
      await given;
    });
  });

  describe('the caller', () => {
    test('may abort before the response, and its signal keeps no listener', async () => {
      await using server = await HttpServer.listen(() => {});
      const { client } = open(server.url);
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const error = rejection(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await server.received(1);
      controller.abort(reason);
      expect(await error).toMatchObject({ code: 'aborted', cause: reason, retryable: false });
      await server.socketsClosed();
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    });

    test('may abort in the middle of the response', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 700 } });
      const controller = new AbortController();
      const error = rejection(client.requestJson({ ...POST, options: { signal: controller.signal } }));
      await server.answer(CHUNKED + chunk('{'));
      await clock.waitForTimer(700);
      controller.abort();
      expect(await error).toMatchObject({ code: 'aborted' });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('may use one signal for many calls', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const { client } = open(server.url);
      const { signal } = new AbortController();
      for (let calls = 0; calls < 20; calls += 1) await client.requestJson({ ...GET, options: { signal } });
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    });
  });

  describe('limits', () => {
    test('a body that is too large is refused, and its connection closed', async () => {
      await using server = await HttpServer.listen((response) => void response.write('x'.repeat(5_000_000)));
      const { client } = open(server.url, { limits: { maxBodyBytes: 1_000_000, maxEventBytes: 1000 } });
      const error = await rejection(client.requestJson(GET));
      expect(error).toMatchObject({ code: 'limit_exceeded', provider: 'p', attempts: 1 });
      expect(error.message).toContain('maxBodyBytes');
      await server.socketsClosed();
    });

    test('the body of an error is read only so far, however long it goes on', async () => {
      await using server = await HttpServer.listen((response) => {
        response.writeHead(500);
        response.write('the cause '.repeat(500_000));
      });
      const error = await rejection(open(server.url).client.requestJson(GET));
      expect(error).toMatchObject({ code: 'server_error', status: 500 });
      expect(error.message).toContain('the cause');
      expect(error.rawBody?.length).toBe(65_536);
      await server.socketsClosed();
    });

    test('the body of an error that breaks off still says what it said', async () => {
      await using server = await RawServer.listen();
      const error = rejection(open(server.url).client.requestJson(GET));
      await server.answer('HTTP/1.1 401 No\r\ncontent-length: 999\r\n\r\nwrong key');
      (await server.connection()).socket.end();
      expect(await error).toMatchObject({ code: 'authentication', status: 401, rawBody: 'wrong key' });
    });

    test('so many calls run at once, whatever becomes of them', async () => {
      let running = 0;
      let most = 0;
      await using server = await HttpServer.listen((response, _request, number) => {
        most = Math.max(most, (running += 1));
        setImmediate(() => {
          running -= 1;
          if (number % 3 === 0) json(response, { error: 'no' }, 400);
          else if (number % 3 === 1) json(response, {});
          else response.end('not JSON');
        });
      });
      const { client } = open(server.url, { maxConcurrent: 2 });
      const calls = Array.from({ length: 9 }, () => client.requestJson(GET));
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect(most).toBe(2);
    });
  });

  describe('a response that is not what it should be', () => {
    test.each<[string, number, string, object]>([
      ['a page', 200, '<!doctype html><title>the canary sings</title>', { code: 'unexpected_response' }],
      ['half of JSON', 200, '{"text":"the canary sings', { code: 'parse_error' }],
      ['text', 200, 'the canary sings', { code: 'parse_error' }],
      ['nothing', 200, '', { code: 'parse_error' }],
      ['no content', 204, '', { code: 'parse_error' }],
    ])('%s', async (_name, status, body, expected) => {
      await using server = await HttpServer.listen((response) => response.writeHead(status).end(body));
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ ...expected, provider: 'p', attempts: 1 });
      expect(error.message).toContain(`POST ${server.url}/chat`);
      expect(inspect(error, { depth: 9 })).not.toContain('canary');
    });

    test.each<[string, unknown, object]>([
      [
        'an unknown route of LM Studio',
        { error: 'Unexpected endpoint or method. (POST /chat)' },
        { code: 'unexpected_response' },
      ],
      ['an error with its status', { error: { message: 'slow', code: 429 } }, { code: 'rate_limited' }],
      ['a flat error', { object: 'error', message: 'no' }, { code: 'server_error' }],
    ])('a success that carries an error: %s', async (_name, body, expected) => {
      await using server = await HttpServer.listen((response) => json(response, body));
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ name: 'ApiError', status: 200, ...expected });
      expect(server.requests).toHaveLength(1);
    });

    test('a null error is none', async () => {
      await using server = await HttpServer.listen((response) => json(response, { error: null, ok: 1 }));
      expect((await open(server.url).client.requestJson(POST)).body).toEqual({ error: null, ok: 1 });
    });

    test('blank lines before JSON are no matter', async () => {
      await using server = await HttpServer.listen((response) => {
        response.write('\n\n');
        response.end('{"ok":1}');
      });
      expect((await open(server.url).client.requestJson(POST)).body).toEqual({ ok: 1 });
    });
  });

  describe('a redirect', () => {
    const SECRETS = { apiToken: 'token-123', headers: { cookie: 'a=b', 'x-mine': 'mine' } };

    test('of a GET is followed', async () => {
      await using server = await HttpServer.listen((response, request) =>
        request.path === '/models'
          ? json(response, {}, 302, { location: '/elsewhere?x=1' })
          : json(response, { ok: 1 }),
      );
      expect((await open(server.url, SECRETS).client.requestJson(GET)).body).toEqual({ ok: 1 });
      expect(server.requests[1]).toMatchObject({
        path: '/elsewhere?x=1',
        headers: { authorization: 'Bearer token-123', 'x-mine': 'mine' },
      });
    });

    test('of a GET to another origin is followed without credentials', async () => {
      await using other = await HttpServer.listen((response) => json(response, { ok: 1 }));
      await using server = await HttpServer.listen((response) => json(response, {}, 307, { location: other.url }));
      expect((await open(server.url, SECRETS).client.requestJson(GET)).body).toEqual({ ok: 1 });
      expect(other.requests[0]?.headers).toMatchObject({ accept: 'application/json' });
      for (const name of ['authorization', 'cookie', 'x-mine']) {
        expect(other.requests[0]?.headers).not.toHaveProperty(name);
      }
    });

    test.each([307, 308])('of a POST with %d is followed on its origin, body and all', async (status) => {
      await using server = await HttpServer.listen((response, request) =>
        request.path === '/chat' ? json(response, {}, status, { location: '/v2/chat' }) : json(response, { ok: 1 }),
      );
      await open(server.url, SECRETS).client.requestJson(POST);
      expect(server.requests[1]).toMatchObject({
        method: 'POST',
        path: '/v2/chat',
        body: '{"a":"ü"}',
        headers: { authorization: 'Bearer token-123' },
      });
    });

    test.each([301, 302, 303])('of a POST with %d is refused: it would lose its body', async (status) => {
      await using server = await HttpServer.listen((response) => json(response, {}, status, { location: '/v2' }));
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'unexpected_response', attempts: 1 });
      expect(error.message).toContain(`${server.url}/v2`);
      expect(server.requests).toHaveLength(1);
    });

    test('of a POST to another origin is refused, and nothing is sent there', async () => {
      await using other = await HttpServer.listen((response) => json(response, {}));
      await using server = await HttpServer.listen((response) => json(response, {}, 307, { location: other.url }));
      const error = await rejection(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'unexpected_response' });
      expect(error.message).toContain(other.url);
      expect(other.requests).toEqual([]);
    });

    test.each([
      ['nowhere', {}],
      ['what is no URL', { location: 'http://' }],
      ['what is no http', { location: 'file:///etc/passwd' }],
    ])('to %s is refused', async (_name, headers) => {
      await using server = await HttpServer.listen((response) => json(response, {}, 302, headers));
      expect(await rejection(open(server.url).client.requestJson(GET))).toMatchObject({ code: 'unexpected_response' });
    });

    test('in a circle ends', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}, 302, { location: '/models' }));
      const error = await rejection(open(server.url).client.requestJson(GET));
      expect(error).toMatchObject({ code: 'unexpected_response' });
      expect(server.requests).toHaveLength(6);
    });
  });

  describe('close', () => {
    test('rejects the calls that run, that wait for a retry, and that wait for their turn', async () => {
      await using server = await HttpServer.listen((response, request) => {
        if (request.path === '/busy') json(response, {}, 503, { 'retry-after': '9' });
      });
      const { client, clock } = open(server.url, { maxConcurrent: 2 });
      const errors = ['/hangs', '/busy', '/waits'].map((path) => rejection(client.requestJson({ ...POST, path })));
      await clock.waitForTimer(9000);
      client.close();
      for (const error of await Promise.all(errors)) expect(error).toMatchObject({ code: 'closed', provider: 'p' });
      expect(server.requests.map(({ path }) => path)).not.toContain('/waits');
      expect(clock.timers).toBe(0);
    });

    test('refuses the calls that come later', async () => {
      await using server = await HttpServer.listen((response) => json(response, {}));
      const { client } = open(server.url);
      client.close();
      expect(await rejection(client.requestJson(GET))).toMatchObject({ code: 'closed' });
      expect(server.requests).toEqual([]);
    });
  });

  test('a server that echoes token and prompt makes neither part of an error or a log', async () => {
    const token = 'canary-token-0123456789';
    const prompt = 'the canary of my grandmother sings at five in the morning';
    await using server = await HttpServer.listen((response, request) => {
      const echo = `${request.headers.authorization} asked ${request.body} at ${request.path}`;
      json(response, { error: { message: echo, code: request.headers.authorization, type: echo } }, 400, {
        'x-request-id': 'r1',
      });
    });
    const { client, logged } = open(`${server.url}?api_key=canary-query`, { apiToken: token });
    const error = await rejection(
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

  test('retries at once what went out on a connection that had died, also a POST', async () => {
    await using server = await RawServer.listen();
    const { client } = openClient(server.url, create);
    const first = client.requestJson(POST);
    await server.answer(answer('{}'));
    await first;
    await settled();
    const second = client.requestJson(POST);
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    await server.answer(answer('{"ok":2}'), 1);
    expect((await second).body).toEqual({ ok: 2 });
  });

  test('does not retry on a new connection what may have had an effect', async () => {
    await using server = await RawServer.listen();
    const { client } = openClient(server.url, create);
    const error = rejection(client.requestJson(POST));
    const connection = await server.connection();
    await connection.request();
    connection.socket.resetAndDestroy();
    expect(await error).toMatchObject({ code: 'connection_failed', attempts: 1 });
  });

  test('ends an attempt to connect', async () => {
    await using server = await RawServer.listen();
    const { client, clock } = openClient(server.url.replace('http:', 'https:'), create, { timeouts: { connect: 700 } });
    const error = rejection(client.requestJson(POST));
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
