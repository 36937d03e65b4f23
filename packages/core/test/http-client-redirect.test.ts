import { inspect } from 'node:util';
import { HttpServer, rejectionOf, sendJson } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { opener, transports } from './support/open-client.js';
import { GET, POST } from './support/http-calls.js';

describe.each(transports)('HttpClient.requestJson over $name', ({ create }) => {
  const open = opener(create);

  describe('an invalid response', () => {
    test.each<[string, number, string, object]>([
      [
        'an HTML page',
        200,
        '<!doctype html><title>Sign in</title><p>the canary sings',
        { code: 'unexpected_response' },
      ],
      ['truncated JSON', 200, '{"text":"the canary sings', { code: 'parse_error' }],
      ['text', 200, 'the canary sings', { code: 'parse_error' }],
      ['an empty body', 200, '', { code: 'parse_error' }],
      ['a response without content', 204, '', { code: 'parse_error' }],
    ])('is rejected if it is %s', async (_name, status, body, expected) => {
      await using server = await HttpServer.listen((response) => response.writeHead(status).end(body));
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
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
    ])('is rejected if its status is 200 but it contains %s', async (_name, body, expected) => {
      await using server = await HttpServer.listen((response) => sendJson(response, body));
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ name: 'ApiError', status: 200, ...expected });
      expect(server.requests).toHaveLength(1);
    });

    test('is not assumed if the error is null', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, { error: null, ok: 1 }));
      expect((await open(server.url).client.requestJson(POST)).body).toEqual({ error: null, ok: 1 });
    });

    test('is not assumed if blank lines precede the JSON', async () => {
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
          ? sendJson(response, {}, 302, { location: '/elsewhere?x=1' })
          : sendJson(response, { ok: 1 }),
      );
      expect((await open(server.url, SECRETS).client.requestJson(GET)).body).toEqual({ ok: 1 });
      expect(server.requests[1]).toMatchObject({
        path: '/elsewhere?x=1',
        headers: { authorization: 'Bearer token-123', 'x-mine': 'mine' },
      });
    });

    test("of a GET to another origin is followed without credentials with 'follow'", async () => {
      await using other = await HttpServer.listen((response) => sendJson(response, { ok: 1 }));
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 307, { location: other.url }));
      const { client } = open(server.url, { ...SECRETS, redirect: 'follow' });
      expect((await client.requestJson(GET)).body).toEqual({ ok: 1 });
      expect(other.requests[0]?.headers).toMatchObject({ accept: 'application/json' });
      for (const name of ['authorization', 'cookie', 'x-mine']) {
        expect(other.requests[0]?.headers).not.toHaveProperty(name);
      }
    });

    test('back from another origin has no credentials either', async () => {
      await using server = await HttpServer.listen((response, request) =>
        request.path === '/back' ? sendJson(response, { ok: 1 }) : sendJson(response, {}, 307, { location: other.url }),
      );
      await using other = await HttpServer.listen((response) =>
        sendJson(response, {}, 307, { location: `${server.url}/back` }),
      );
      await open(server.url, { ...SECRETS, redirect: 'follow' }).client.requestJson(GET);
      expect(server.requests.at(-1)?.path).toBe('/back');
      expect(server.requests.at(-1)?.headers).not.toHaveProperty('authorization');
    });

    test.each([307, 308])('of a POST with %d is followed to the same origin, with the body', async (status) => {
      await using server = await HttpServer.listen((response, request) =>
        request.path === '/chat'
          ? sendJson(response, {}, status, { location: '/v2/chat' })
          : sendJson(response, { ok: 1 }),
      );
      await open(server.url, SECRETS).client.requestJson(POST);
      expect(server.requests[1]).toMatchObject({
        method: 'POST',
        path: '/v2/chat',
        body: '{"a":"ü"}',
        headers: { authorization: 'Bearer token-123' },
      });
    });

    test.each([301, 302, 303])('of a POST with %d is rejected, because the body would be lost', async (status) => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, status, { location: '/v2' }));
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'unexpected_response', attempts: 1 });
      expect(error.message).toContain(`${server.url}/v2`);
      expect(server.requests).toHaveLength(1);
    });

    test('of a POST to another origin is rejected, without a request to that origin', async () => {
      await using other = await HttpServer.listen((response) => sendJson(response, {}));
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 307, { location: other.url }));
      const error = await rejectionOf(open(server.url).client.requestJson(POST));
      expect(error).toMatchObject({ code: 'unexpected_response' });
      expect(error.message).toContain(other.url);
      expect(other.requests).toEqual([]);
    });

    test.each([
      ['no location', {}],
      ['an invalid URL', { location: 'http://' }],
      ['another scheme than http', { location: 'file:///etc/passwd' }],
    ])('to %s is rejected', async (_name, headers) => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 302, headers));
      expect(await rejectionOf(open(server.url).client.requestJson(GET))).toMatchObject({
        code: 'unexpected_response',
      });
    });

    test('in a loop ends', async () => {
      await using server = await HttpServer.listen((response) => sendJson(response, {}, 302, { location: '/models' }));
      const error = await rejectionOf(open(server.url).client.requestJson(GET));
      expect(error).toMatchObject({ code: 'unexpected_response' });
      expect(server.requests).toHaveLength(6);
    });
  });
});
