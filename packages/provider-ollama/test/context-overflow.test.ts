import type { ClientConfig } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { running, server, shown } from './support/installed-models.js';
import { lastPiece, scriptServer } from './support/script-server.js';

const CONTEXT = 300;
const ERROR = { contextOverflow: 'error' } as const;

/** Words of one token each. */
const words = (count: number): string => 'word '.repeat(count).trim();

async function setUp(config: Partial<Omit<ClientConfig, 'provider'>> = {}) {
  const models = [
    { id: 'chat', contextLength: CONTEXT },
    { id: 'embed', type: 'embedding', contextLength: CONTEXT },
  ] as const;
  const emulator = await startEmulator({ as: 'ollama', models, reply: words(20) });
  onTestFinished(() => emulator.close());
  const client = clientOf(emulator.url, { model: 'chat', embedModel: 'embed', ...config });
  return { client, requests: () => emulator.requests.map(({ path }) => path) };
}

describe('contextOverflow: error', () => {
  test.each<[what: string, run: (client: ReturnType<typeof clientOf>, text: string) => Promise<unknown>]>([
    ['a chat', (client, text) => client.chat({ messages: [{ role: 'user', content: text }], ...ERROR })],
    [
      'a stream of a chat',
      (client, text) => client.chatStream({ messages: [{ role: 'user', content: text }], ...ERROR }).response(),
    ],
    ['a completion', (client, text) => client.complete({ prompt: text, ...ERROR })],
    ['a stream of a completion', (client, text) => client.completeStream({ prompt: text, ...ERROR }).response()],
    ['an embedding', (client, text) => client.embed({ input: ['a', text], ...ERROR })],
  ])('rejects %s that does not fit, and no other', async (_what, run) => {
    const { client, requests } = await setUp();
    const error = await rejectionOf(run(client, words(CONTEXT + 1)));
    expect(error).toMatchObject({ code: 'context_overflow', status: 400, provider: 'ollama' });
    expect((error as Error).message).toMatch(/input length exceeds the context length.*contextLength.*"trim"/s);
    expect(await run(client, words(CONTEXT - 10))).toMatchObject({ warnings: [] });
    // The server does not truncate, so the client does not have to check whether it did.
    expect(requests()).not.toContain('/api/ps');
  });

  test('ends a response that reaches the end of the context', async () => {
    const { client } = await setUp();
    const request = { messages: [{ role: 'user', content: words(CONTEXT - 10) }] } as const;
    expect(await client.chat({ ...request, ...ERROR })).toMatchObject({ finishReason: { unified: 'length' } });
    expect(await client.chat(request)).toMatchObject({ finishReason: { unified: 'stop' } });
  });

  test('is not supported on the openai route', async () => {
    const { client, requests } = await setUp();
    const error = await rejectionOf(
      client.chat({ messages: [{ role: 'user', content: 'Hi' }], ...ERROR }, { route: 'openai' }),
    );
    expect(error).toMatchObject({ code: 'capability_unsupported', missing: [{ feature: 'contextOverflowError' }] });
    expect(requests()).toEqual([]);
  });
});

test('by default, a prompt is truncated and the response has a warning', async () => {
  const { client, requests } = await setUp();
  const { warnings } = await client.chat(words(CONTEXT + 1));
  expect(warnings).toMatchObject([{ code: 'prompt_truncated' }]);
  expect(warnings[0]?.message).toContain('contextOverflow');
  expect(requests()).toEqual(['/api/chat', '/api/ps']);
});

// Since version 0.30, the server would reload the model for the first chat.
test.each([
  ['error', { shift: false }],
  ['trim', { shift: false }],
  ['server', {}],
] as const)('with contextOverflow: %s in the configuration, a load sends %j', async (contextOverflow, fields) => {
  const { url, requests } = await server(
    { running: [running('m:latest')] },
    { 'POST /api/show': shown(['completion']), 'POST /api/generate': { body: { ...lastPiece(), response: '' } } },
  );
  await clientOf(url, { contextOverflow }).models.load({});
  expect(requests[1]?.body).toEqual({ model: 'm', stream: false, ...fields });
});

// The words of Ollama 0.30 and newer, and of a model whose context cannot be shifted.
test.each([
  'request (302 tokens) exceeds the available context size (256 tokens), try increasing it',
  'the prompt is longer than the context length currently available to the model; shorten the prompt',
])('recognizes "%s"', async (message) => {
  const { url } = await scriptServer({ 'POST /api/chat': { status: 400, body: { error: message } } });
  const stream = clientOf(url).chatStream({ messages: [{ role: 'user', content: 'Hi' }], ...ERROR });
  expect(await rejectionOf(stream.response())).toMatchObject({ code: 'context_overflow' });
});
