import type { ChatRequest, LmClient, Warning } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { drain, rejectionOf, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

const LONG = { messages: [{ role: 'user', content: 'word '.repeat(300) }] } as const;

/** The end of a response to a prompt that fills the context. */
const truncated = (tokens: number) => lastPiece('Hi', { prompt_eval_count: tokens });

/** Starts a server of a version that truncates every prompt to 300 tokens. */
function serverOf(version: ScriptedResponse | undefined, tokens = 300) {
  return scriptServer(({ route, body }) => {
    if (route === 'GET /api/version') return version;
    if (route === 'GET /api/ps') return { body: { models: [{ name: 'm:latest', context_length: 300 }] } };
    if (route === 'POST /api/generate') return { body: { ...truncated(tokens), response: 'Hi' } };
    if (route !== 'POST /api/chat') return { status: 404, body: '404 page not found', contentType: 'text/plain' };
    const isStream = (body as { stream: boolean }).stream;
    return isStream ? ndjson(piece('Hi'), { ...truncated(tokens), message: {} }) : { body: truncated(tokens) };
  });
}

const versionOf = (version: unknown): ScriptedResponse => ({ body: { version } });
const OLD = versionOf('0.12.5');

type Send = (client: LmClient, request?: Partial<ChatRequest>) => Promise<{ readonly warnings: readonly Warning[] }>;

const CALLS: readonly (readonly [what: string, send: Send])[] = [
  ['chat', (client, more) => client.chat({ ...LONG, ...more })],
  ['stream', (client, more) => client.chatStream({ ...LONG, ...more }).response()],
];

const STRICT = ['error', 'trim'] as const;

describe.each(CALLS)('a %s with contextOverflow', (what, send) => {
  // The truncated prompt is the last message, which is never left out.
  const strict = STRICT.map((contextOverflow) => [contextOverflow] as const);

  test.each(strict)('%s has a warning of a version that ignores it', async (contextOverflow) => {
    const { url, requests } = await serverOf(OLD);
    const client = clientOf(url, { modelCapabilities: 'off' });
    const { warnings } = await send(client, { contextOverflow });
    expect(warnings).toMatchObject([{ code: 'prompt_truncated', feature: 'contextLength' }]);
    expect(warnings[0]?.message).toMatch(
      /300 tokens.*Ollama 0\.12\.5 ignores "contextOverflow"\. Update it to 0\.12\.6/,
    );
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/chat', 'GET /api/version', 'GET /api/ps']);
    expect(requests[0]?.body).toMatchObject({ truncate: false });
    await send(client, { contextOverflow });
    expect(requests.filter(({ route }) => route === 'GET /api/version')).toHaveLength(1);
  });

  test.each<[what: string, version: ScriptedResponse | undefined]>([
    ['is new enough', versionOf('0.12.6')],
    ['is newer', versionOf('0.17.4')],
    ['is that of a build from source', versionOf('0.0.0')],
    ['is not a text', versionOf(5)],
    ['is not readable', versionOf('main')],
    ['is not served', { status: 404, body: '404 page not found', contentType: 'text/plain' }],
    ['cannot be determined', { status: 500, body: { error: 'no' } }],
  ])('has no warning if the version %s', async (_, version) => {
    const { url, requests } = await serverOf(version);
    const client = clientOf(url, { modelCapabilities: 'off' });
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await send(client, { contextOverflow: 'error' })).warnings).toEqual([]);
    }
    // A failure is remembered too.
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/chat', 'GET /api/version', 'POST /api/chat']);
  });

  test('requests no version for a prompt that is too short to be truncated', async () => {
    const { url, requests } = await serverOf(OLD, 200);
    await send(clientOf(url, { modelCapabilities: 'off' }), { contextOverflow: 'error' });
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/chat']);
  });

  test('server is checked without the version', async () => {
    const { url, requests } = await serverOf(OLD);
    const { warnings } = await send(clientOf(url), { contextOverflow: 'server' });
    expect(warnings[0]?.message).toContain('set contextOverflow to "error"');
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/chat', 'GET /api/ps']);
  });

  test('waits for the version no longer than its total timeout', async () => {
    const clock = new FakeClock();
    const { url } = await scriptServer({
      'POST /api/chat': () => {
        clock.advance(950);
        return what === 'chat' ? { body: truncated(300) } : ndjson(piece('Hi'), { ...truncated(300), message: {} });
      },
      'GET /api/version': () => clock.advance(50),
    });
    const client = clientOf(url, { modelCapabilities: 'off', timeouts: { total: 1000 } }, { clock });
    expect((await send(client, { contextOverflow: 'error' })).warnings).toEqual([]);
  });
});

test('a completion with contextOverflow: error has the warning too', async () => {
  const { url } = await serverOf(OLD);
  const { warnings } = await clientOf(url).complete({ prompt: 'word '.repeat(300), contextOverflow: 'error' });
  expect(warnings).toMatchObject([{ message: expect.stringContaining('0.12.5 ignores') }]);
});

test('calls at the same time share the request for the version, and an aborted one does not end it', async () => {
  let respond = (): void => {};
  const { url, requests } = await scriptServer({
    'POST /api/chat': ndjson(piece('Hi'), { ...truncated(300), message: {} }),
    'GET /api/ps': { body: { models: [{ name: 'm:latest', context_length: 300 }] } },
    'GET /api/version': (response) => {
      respond = () => void response.setHeader('content-type', 'application/json').end('{"version":"0.11.0"}');
    },
  });
  const client = clientOf(url, { modelCapabilities: 'off' }, { clock: new FakeClock() });
  const controller = new AbortController();
  const request = { ...LONG, contextOverflow: 'error' } as const;
  const first = rejectionOf(client.chatStream(request, { signal: controller.signal }).response());
  const second = drain(client.chatStream(request));
  const sent = (route: string) => requests.filter((each) => each.route === route).length;
  await expect.poll(() => [sent('POST /api/chat'), sent('GET /api/version')], { interval: 1 }).toEqual([2, 1]);
  controller.abort();
  expect(await first).toMatchObject({ code: 'aborted', partial: { text: 'Hi' } });
  respond();
  const { values } = await second;
  expect(values.slice(-2)).toMatchObject([
    { type: 'warning', warning: { message: expect.stringContaining('Ollama 0.11.0 ignores') } },
    { type: 'finish', response: { warnings: [{ code: 'prompt_truncated' }] } },
  ]);
  expect(sent('GET /api/version')).toBe(1);
});

test('closing the client ends the request for the version', async () => {
  const { url, requests } = await scriptServer({
    'POST /api/chat': { body: truncated(300) },
    'GET /api/version': () => undefined,
  });
  const client = clientOf(url, { modelCapabilities: 'off' }, { clock: new FakeClock() });
  const failed = rejectionOf(client.chat({ ...LONG, contextOverflow: 'error' }));
  await expect.poll(() => requests.length, { interval: 1 }).toBe(2);
  await client.close();
  expect(await failed).toMatchObject({ code: 'closed' });
});
