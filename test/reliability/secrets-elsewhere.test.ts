import { createClient, FetchTransport, type LmError, type Transport } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, CHUNKED_EVENTS, type Exchange, rawHead, type Play, rawResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { hear, MESSAGES, open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { TRANSPORTS } from './support/subjects.ts';
import { CANARY_QUERY, CANARY_TOKEN, renderedError, tracesIn, witnessLine } from './support/witness.ts';

// After each file, support/client.ts checks that no error and log line that was seen contains the token, the query or the prompt.

/** Returns everything that a server received, in one line. */
function all({ method, path, headers, body }: Exchange): string {
  return `${method} ${path} ${headers['authorization']} ${body}`;
}

/** Returns everything that a server received, in the path of a URL. */
function asPath(exchange: Exchange): string {
  return encodeURIComponent(all(exchange)).replaceAll('%20', '-');
}

const withQuery = (url: string): string => `${url}?code=${encodeURIComponent(CANARY_QUERY)}`;

/** Responses that are not HTTP, or end the connection, and contain what the server received. */
const BROKEN: readonly (readonly [name: string, play: (exchange: Exchange) => unknown])[] = [
  ['no HTTP', ({ write, ...exchange }) => write(`${all({ write, ...exchange })}\r\n\r\n`)],
  ['an invalid status line', (exchange) => exchange.write(`HTTP/1.1 2OO ${all(exchange)}\r\n\r\n`)],
  ['an invalid header name', (exchange) => exchange.write(`HTTP/1.1 200 OK\r\nx echo: ${all(exchange)}\r\n\r\n`)],
  [
    'an invalid content length',
    (exchange) => exchange.write(`HTTP/1.1 200 OK\r\ncontent-length: ${all(exchange)}\r\n\r\n`),
  ],
  ['an invalid chunk', (exchange) => exchange.write(`${CHUNKED_EVENTS}zz${all(exchange)}\r\n\r\n`)],
  ['an invalid chunk after data', (exchange) => exchange.write(`${CHUNKED_EVENTS}3\r\n: x\r\n${all(exchange)}\r\n`)],
  [
    'headers that are too long',
    (exchange) => exchange.write(`HTTP/1.1 200 OK\r\nx: ${all(exchange).repeat(500)}\r\n\r\n`),
  ],
  [
    'a body that is too short',
    (exchange) => (
      exchange.write(`${rawHead(200, { 'content-length': '9999' })}${all(exchange)}`),
      exchange.socket.end()
    ),
  ],
  [
    'a reset after headers',
    (exchange) => (exchange.write(rawHead(200, { 'x-echo': all(exchange) })), exchange.socket.resetAndDestroy()),
  ],
];

/** Responses whose headers contain what the server received. */
const ECHOING_HEADERS: readonly (readonly [name: string, play: (exchange: Exchange) => unknown])[] = [
  [
    'a redirect elsewhere',
    (exchange) => exchange.write(rawResponse('', 307, { location: `http://127.0.0.2:1/${asPath(exchange)}` })),
  ],
  [
    'a redirect that drops the body',
    (exchange) => exchange.write(rawResponse('', 302, { location: `/x?to=${asPath(exchange)}` })),
  ],
  [
    'a redirect to another scheme',
    (exchange) => exchange.write(rawResponse('', 307, { location: `ftp://${all(exchange)}` })),
  ],
  [
    'an id',
    (exchange) => exchange.write(rawResponse('{}', 500, { 'x-request-id': exchange.headers['authorization'] ?? '' })),
  ],
  ['an id with the query', (exchange) => exchange.write(rawResponse('{}', 500, { 'x-request-id': exchange.path }))],
  [
    'another id',
    (exchange) => exchange.write(rawResponse('{}', 400, { 'apim-request-id': `a-${CANARY_TOKEN.slice(0, 9)}` })),
  ],
  ['the media type', (exchange) => exchange.write(rawResponse('x', 200, { 'content-type': CANARY_TOKEN }))],
  ['the encoding', (exchange) => exchange.write(rawResponse('x', 200, { 'content-encoding': CANARY_TOKEN }))],
];

/** Characters that change what a terminal, a log or a reader shows. */
const ATTACKS: readonly (readonly [name: string, characters: string])[] = [
  ['a second line', '\n'],
  ['a second line of JavaScript', '\u2028'],
  ['the beginning of the line', '\r'],
  ['a color', '\u001B[31m'],
  ['a cleared screen', '\u009B2J'],
  ['backspaces', '\b\b\b'],
  ['the other direction', '\u202E\u2066'],
  ['nothing visible', '\u200B\u2060\uFEFF\0'],
];

describe.each(TRANSPORTS)('$title', (subject) => {
  async function failures(play: Play): Promise<unknown[]> {
    await using server = await startServer(play);
    const opened = open(subject, withQuery(server.url), { retry: false });
    return [await opened.chat().catch((error: unknown) => error), (await hear(opened.stream())).error];
  }

  test.each([...BROKEN, ...ECHOING_HEADERS])(
    'an error shows nothing that the server echoes in %s',
    async (_name, play) => {
      for (const error of await failures(play)) {
        expect((error as LmError).code).toMatch(/^[a-z_]+$/);
        expect(tracesIn(renderedError(error))).toEqual([]);
      }
    },
  );

  test.each(ATTACKS)('no control character of a server reaches an error or a log line: %s', async (_name, attack) => {
    const text = `begin${attack}end`;
    const body = JSON.stringify({ error: { message: text, code: text, type: text, param: text } });
    await using server = await startServer(({ write }) => write(rawResponse(body, 500)));
    const opened = open(subject, server.url, { retry: { maxRetries: 1, baseDelayMs: 0 } });
    const { message, serverCode, serverType, param } = await rejection(opened.chat());
    expect(message).toMatch(/begin ?end/);
    for (const shown of [
      message,
      serverCode,
      serverType,
      param,
      ...opened.logged.flat().map((part) => JSON.stringify(part)),
    ]) {
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }
  });
});

type Fails = (request: {
  readonly url: string;
  readonly headers: unknown;
  readonly body?: string | undefined;
}) => unknown;

/** Errors that HTTP libraries and mocks throw. They keep or quote the request. */
const LIBRARIES: readonly (readonly [name: string, fails: Fails])[] = [
  [
    'axios',
    (request) => Object.assign(new Error('Network Error'), { config: request, request, toJSON: () => request }),
  ],
  // https://github.com/nock/nock/pull/597
  [
    'nock',
    (request) =>
      Object.assign(new Error(`Nock: No match for request ${JSON.stringify(request)}`), { code: 'ERR_NOCK_NO_MATCH' }),
  ],
  ['a wrapper', (request) => new Error('it failed', { cause: new Error(`${request.body}`, { cause: request }) })],
  ['a text', (request) => `cannot send ${JSON.stringify(request)}`],
  ['an object', (request) => ({ request })],
];

describe.each(LIBRARIES)('a transport that fails like %s', (_name, fails) => {
  const messages = MESSAGES;
  const config = { provider: 'openai', model: 'm', apiToken: CANARY_TOKEN, retry: false } as const;
  const baseUrl = withQuery('http://127.0.0.1:1/v1');

  /** Returns what is shown of the request in the errors of a call and a stream, whose causes must be there. */
  async function shownBy(transport: Transport): Promise<string[]> {
    const client = createClient({ plugins: [openai], config: { ...config, baseUrl }, transport });
    const errors = [
      await rejection(client.chat({ messages })),
      await rejection(client.chatStream({ messages }).response()),
    ];
    await client.close();
    for (const error of errors) expect(error.cause).toBeDefined();
    return tracesIn(errors.flatMap((error) => renderedError(error)));
  }

  test('shows nothing of the request before the response', async () => {
    const close = async (): Promise<void> => {};
    expect(await shownBy({ send: (request) => Promise.reject(fails(request)), close })).toEqual([]);
  });

  test('shows nothing of the request in the body', async () => {
    const transport: Transport = {
      send: async (request) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: { start: (sink) => sink.error(fails(request)), pause() {}, resume() {}, cancel() {} },
      }),
      close: async () => {},
    };
    expect(await shownBy(transport)).toEqual([]);
  });

  test('shows nothing of the request in a custom fetch', async () => {
    const transport = new FetchTransport({
      fetch: async (url, { headers, body } = {}) => {
        throw fails({ url: url as string, headers, body: body as string });
      },
    });
    expect(await shownBy(transport)).toEqual([]);
  });
});

test('the reason and the status of a download job are one bounded line without secrets', async () => {
  const reason = (token = ''): string => `disk full\n\u001B[31m${token} at ${token.slice(7, 13)}…${'w'.repeat(9000)}`;
  await using server = await startServer(({ write, headers }) =>
    write(
      rawResponse(
        JSON.stringify({
          job_id: 'job_1',
          status: reason(headers['authorization']),
          error_message: reason(headers['authorization']),
        }),
      ),
    ),
  );
  const client = closeAfterTest(
    createClient({
      plugins: [lmstudio],
      config: { provider: 'lmstudio', baseUrl: server.url, apiToken: CANARY_TOKEN },
    }),
  );
  const { status, error = '' } = await client.models.downloadStatus('job_1');
  for (const text of [status, error]) {
    witnessLine(text);
    expect(text.length).toBeLessThan(500);
    expect(text).toMatch(/^disk full [\w* ]+…/);
  }
});

describe('what the application passes or throws is not changed', () => {
  test('the reason of an abort, and the error of the token function', async () => {
    const own = new Error('of the application');
    const config = { provider: 'openai', baseUrl: 'http://127.0.0.1:1/v1', model: 'm' } as const;
    const failing = createClient({ plugins: [openai], config: { ...config, apiToken: () => Promise.reject(own) } });
    expect((await rejection(failing.chat({ messages: MESSAGES }))).cause).toBe(own);
    const client = createClient({ plugins: [openai], config });
    const signal = AbortSignal.abort(own);
    expect((await rejection(client.chat({ messages: MESSAGES }, { signal }))).cause).toBe(own);
    await Promise.all([failing.close(), client.close()]);
  });
});
