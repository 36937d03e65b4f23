import { rawResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { type ClientConfig, createClient, type LmError } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, type Subject } from './support/subjects.ts';
import { CANARY_TOKEN } from './support/witness.ts';

const SECRETS = { 'x-secret': CANARY_TOKEN, cookie: `session=${CANARY_TOKEN}` };
const MODELS = '{"data":[],"models":[]}';

/** Starts a server that redirects every request to a target. */
const startRedirect = (status: number, target: (path: string) => string) =>
  startServer(({ write, path }) => write(rawResponse('', status, { location: target(path) })));

const list = (subject: Subject, url: string, config: Partial<ClientConfig>): Promise<unknown> =>
  open(subject, url, { headers: SECRETS, ...config }).client.models.list();

describe.each(PROVIDERS)('$title: a redirect', (subject) => {
  test.each([301, 302, 303, 307, 308])(
    'to another origin (%d) is rejected by default, and the other origin receives nothing',
    async (status) => {
      await using other = await startServer(({ write }) => write(rawResponse(MODELS)));
      await using server = await startRedirect(status, (path) => other.url + path);
      const opened = open(subject, server.url, { headers: SECRETS });
      for (const call of [() => opened.client.models.list(), opened.chat, () => opened.stream().response()]) {
        const failed = await rejection(call());
        expect(failed).toMatchObject({ code: 'unexpected_response', retryable: false });
        expect(failed.message).toMatch(/set "baseUrl" to it, or set "redirect" to "follow"/);
      }
      expect(other.connections).toHaveLength(0);
    },
  );

  test.each([301, 302, 303, 307, 308])(
    "of a GET (%d) to another origin is followed with 'follow', without any header that could be a credential",
    async (status) => {
      await using other = await startServer(({ write }) => write(rawResponse(MODELS)));
      await using server = await startRedirect(status, (path) => other.url + path);
      await list(subject, server.url, { redirect: 'follow' });
      expect(other.requests).toHaveLength(server.requests.length);
      expect(JSON.stringify(other.requests.map(({ headers }) => headers))).not.toContain(CANARY_TOKEN);
    },
  );

  test.each([307, 308])("of a POST (%d) to another origin is followed with 'follow', with its body", async (status) => {
    await using other = await startServer(({ write }) => write(rawResponse('{"error":"here"}', 400)));
    await using server = await startRedirect(status, (path) => other.url + path);
    const failed = await rejection(open(subject, server.url, { headers: SECRETS, redirect: 'follow' }).chat());
    expect(failed.message).toContain('here');
    expect(other.requests[0]?.body).toBe(server.requests[0]?.body);
    expect(JSON.stringify(other.requests[0]?.headers)).not.toContain(CANARY_TOKEN);
  });

  test.each([301, 302, 303])(
    'of a POST (%d) is rejected in every mode, because its body would be lost',
    async (status) => {
      for (const redirect of ['follow', 'same-origin', 'error'] as const) {
        await using server = await startRedirect(status, (path) => `${path}/x`);
        expect(await rejection(open(subject, server.url, { redirect }).chat())).toMatchObject({
          code: 'unexpected_response',
        });
        expect(server.requests).toHaveLength(1);
      }
    },
  );

  test("is never followed with 'error', and the message says where to", async () => {
    await using server = await startRedirect(307, () => '/v2?api_key=canary');
    const opened = open(subject, server.url, { redirect: 'error' });
    for (const call of [() => opened.client.models.list(), opened.chat]) {
      const failed = await rejection(call());
      expect(failed.code).toBe('unexpected_response');
      expect(failed.message).toContain(`${server.url}/v2?api_key=***`);
      expect(failed.message).toContain('or set "redirect" to "same-origin"');
    }
    expect(server.requests.filter(({ path }) => path.startsWith('/v2'))).toEqual([]);
  });

  test('shows no value of the query of its target', async () => {
    for (const query of ['code', 'x']) {
      await using server = await startRedirect(307, () => `/v2?${query}=Zk8Qw3rT`);
      const failed = await rejection(open(subject, server.url, { redirect: 'error' }).chat());
      expect(failed.message).toContain(`${server.url}/v2?${query}=***`);
      expect(failed.message).not.toContain('Zk8Qw3rT');
    }
  });

  test.each(['same-origin', 'follow'] as const)(
    'of the same server with a user and password is rejected with %j',
    async (redirect) => {
      await using server = await startRedirect(
        307,
        (path) => `${server.url.replace('http://', 'http://user:canary@')}${path}`,
      );
      const failed = await rejection(open(subject, server.url, { redirect }).chat());
      expect(failed).toMatchObject({
        code: 'unexpected_response',
        message: expect.stringContaining('to a URL with a user or password'),
      });
      expect(failed.message).not.toContain('canary');
      expect(server.requests).toHaveLength(1);
    },
  );

  test.each<[string, number, string | undefined]>([
    ['without a location', 302, undefined],
    ['to an invalid URL', 302, 'http://['],
    ['to a file: URL', 302, 'file:///etc/passwd'],
    ['to a javascript: URL', 302, 'javascript:alert(1)'],
    ['with a user and password', 307, 'http://user:canary@127.0.0.1/'],
    ['with a very long target', 307, `//elsewhere.test/${'x'.repeat(5000)}`],
    ['to another host without a scheme', 307, '//elsewhere.test/v1'],
    ['to another host with backslashes', 307, '\\\\elsewhere.test/v1'],
    ['with status 300', 300, '/v2'],
    ['with status 305', 305, '/v2'],
  ])('%s is rejected', async (_what, status, location) => {
    await using server = await startServer(({ write }) =>
      write(rawResponse('', status, location === undefined ? {} : { location })),
    );
    const failed: LmError = await rejection(open(subject, server.url).client.models.list());
    expect(failed.code).toBe('unexpected_response');
    expect(failed.message).not.toContain('canary');
    expect(failed.message.length).toBeLessThan(500);
    expect(server.requests).toHaveLength(1);
  });

  test.each(['same-origin', 'follow'] as const)('from https to http is rejected with %j', async (redirect) => {
    const { plugin, provider } = subject;
    const insecure = { status: 307, headers: { location: 'http://server.test/' } };
    const transport = new FakeTransport(insecure, insecure, insecure);
    const config = { provider, baseUrl: 'https://server.test', apiToken: CANARY_TOKEN, model: 'm', redirect };
    await using client = createClient({ plugins: [plugin], config, transport });
    const chat = (): Promise<unknown> => client.chat({ messages: [{ role: 'user', content: 'Hi' }] });
    for (const call of [() => client.models.list(), chat]) {
      const failed: LmError = await rejection(call());
      expect(failed.code).toBe('unexpected_response');
      expect(failed.message).toContain('from https to http');
    }
    expect(transport.requests.map(({ url }) => new URL(url).protocol)).not.toContain('http:');
  });

  test.each(['same-origin', 'follow'] as const)('in a loop ends with %j', async (redirect) => {
    await using server = await startRedirect(307, (path) => path);
    expect(await rejection(open(subject, server.url, { redirect }).chat())).toMatchObject({
      code: 'unexpected_response',
    });
    expect(server.requests).toHaveLength(6);
  });
});
