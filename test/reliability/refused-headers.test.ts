import { rawResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClients } from '@lmux/core';
import { open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS } from './support/subjects.ts';
import { CANARY_TOKEN } from './support/witness.ts';

/** Headers that frame the message, belong to the connection, or are rejected or dropped by one of the transports. */
const REFUSED: readonly (readonly [name: string, value: string])[] = [
  ['content-length', '5'],
  ['transfer-encoding', 'chunked'],
  ['connection', 'close'],
  ['Connection', 'upgrade'],
  ['keep-alive', 'timeout=5'],
  ['upgrade', 'websocket'],
  ['http2-settings', 'x'],
  ['expect', '100-continue'],
  ['te', 'trailers'],
  ['trailer', 'x'],
  ['host', 'other.example'],
  ['proxy-authorization', 'Basic eDp5'],
  ['proxy-connection', 'keep-alive'],
  ['accept-encoding', 'gzip'],
  ['accept-encoding', 'identity, br'],
  ['__proto__', CANARY_TOKEN],
  ['__PROTO__', CANARY_TOKEN],
];

/** Headers that look as if they could be refused. */
const ALLOWED: readonly (readonly [name: string, value: string])[] = [
  ['constructor', 'one'],
  ['toString', 'one'],
  ['hasOwnProperty', 'one'],
  ['accept-encoding', 'identity'],
  ['cookie', 'a=b'],
  ['origin', 'http://localhost'],
  ['sec-x', 'one'],
  ['x-connection', 'one'],
  ['user-agent', 'mine'],
];

/** Creates headers with an own property, also for `__proto__`, as JSON does. */
const headersOf = (name: string, value: unknown): Record<string, string> =>
  JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as Record<string, string>;

describe.each(TRANSPORTS)('$title: the header', (subject) => {
  test.each(REFUSED)(
    '%s: %s is refused in the configuration and in a call, and nothing is sent',
    async (name, value) => {
      await using server = await startServer();
      const headers = headersOf(name, value);
      expect(() => open(subject, server.url, { headers })).toThrow(
        expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(name) }),
      );
      const { chat, stream } = open(subject, server.url);
      for (const call of [() => chat({ headers }), () => stream({ headers }).response()]) {
        const failed = await rejection(call());
        expect(failed.code).toBe('invalid_request');
        expect(failed.message).toContain(name);
      }
      expect(server.connections).toHaveLength(0);
    },
  );

  test.each([
    ['host', 'x', 'Remove it, and set the host in "baseUrl".'],
    ['proxy-authorization', 'x', 'Remove it, and set the user and password of the proxy in its URL.'],
    ['te', 'x', 'is reserved for the transport. Remove it.'],
    ['__proto__', 'x', 'A header cannot have the name "__proto__". Correct the name.'],
    ['x-n', 5, '"headers.x-n" must be a string; received a number.'],
  ])('%s: %j is refused with the next step', (name, value, next) => {
    const opening = (): unknown => open(subject, 'http://127.0.0.1:9', { headers: headersOf(name, value) });
    expect(opening).toThrow(next);
    expect(opening).not.toThrow('apiToken');
  });

  test.each(ALLOWED)('%s: %s is sent', async (name, value) => {
    await using server = await startServer(({ write }) => write(rawResponse('{"error":"seen"}', 400)));
    const headers = headersOf(name, value);
    for (const opened of [open(subject, server.url, { headers }), open(subject, server.url)]) {
      expect((await rejection(opened.chat({ headers }))).message).toContain('seen');
      const sent = server.requests.at(-1)?.headers ?? {};
      expect(Object.entries(sent)).toContainEqual([name.toLowerCase(), value]);
    }
  });

  test('user-agent is that of lmux if the application sets none', async () => {
    await using server = await startServer(({ write }) => write(rawResponse('{}', 400)));
    await rejection(open(subject, server.url).chat());
    expect(server.requests[0]?.headers['user-agent']).toMatch(/^lmux\/\d+\.\d+\.\d+/);
  });

  test('user-agent of a call replaces that of the configuration', async () => {
    await using server = await startServer(({ write }) => write(rawResponse('{}', 400)));
    const { chat } = open(subject, server.url, { headers: { 'User-Agent': 'mine/1' } });
    for (const [headers, expected] of [
      [{}, 'mine/1'],
      [{ 'USER-AGENT': 'mine/2' }, 'mine/2'],
    ] as const) {
      await rejection(chat({ headers }));
      const sent = Object.entries(server.requests.at(-1)?.headers ?? {}).filter(([name]) => name === 'user-agent');
      expect(sent).toEqual([['user-agent', expected]]);
    }
  });

  test.each([[1], [null], [['a', 'b']], [{ a: 'b' }], [true]])('with the value %j is refused', async (value) => {
    await using server = await startServer();
    const headers = headersOf('x-a', value);
    expect(() => open(subject, server.url, { headers })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    const failed = await rejection(open(subject, server.url).chat({ headers }));
    expect(failed.code).toBe('invalid_request');
    expect(server.connections).toHaveLength(0);
  });
});

test.each(['connection', 'x key', '__proto__'])('%j is refused as the header for the API token', (name) => {
  const [subject] = TRANSPORTS as [(typeof TRANSPORTS)[0]];
  expect(() => open(subject, 'http://127.0.0.1:9', { options: { apiTokenHeader: name } })).toThrow(
    expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining('API token') }),
  );
});

test.each(REFUSED)('the header %s: %s is refused in a configuration file, itself or as a reference', (name, value) => {
  const [{ plugin, provider }] = TRANSPORTS as [(typeof TRANSPORTS)[0]];
  for (const given of [value, { env: 'HEADER' }]) {
    const config = { providers: { local: { use: provider, model: 'm', headers: headersOf(name, given) } } };
    expect(() => createClients({ plugins: [plugin], config, env: { HEADER: value } })).toThrow(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  }
});
