import { chatRequest, freePort, rejectionOf, type ScriptedResponse, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '@lmux/core/testing';
import { recorded, textOf } from './fixtures.js';
import { apiOf, clientOf } from './support/clients.js';
import { refusal, scriptServer, sse } from './support/script-server.js';

const CHAT = 'POST /v1/chat/completions';

function asRecorded(name: string): ScriptedResponse {
  return { status: recorded(name).status ?? 200, body: JSON.parse(textOf(name)) as unknown };
}

const REPLY: ScriptedResponse = {
  body: {
    model: 'tiny',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  },
};

test('the error of a server that is not running contains the command that starts it', async () => {
  const port = await freePort();
  const client = clientOf(`http://127.0.0.1:${port}`, { retry: false });
  expect(await rejectionOf(client.chat(chatRequest()))).toMatchObject({
    code: 'connection_failed',
    message: expect.stringContaining(`). Start the server with "llama-server --port ${port} -m FILE"`),
  });
});

describe('an error of the server is classified', () => {
  test.each<[string, ScriptedResponse, string, boolean]>([
    ['for a prompt that is too long', asRecorded('error-context'), 'context_overflow', false],
    ['for an unknown model', asRecorded('error-unknown-model'), 'model_not_found', false],
    ['for a model that the router does not load', refusal(400, 'model is not loaded'), 'model_not_found', false],
    ['for an invalid API key', asRecorded('error-key'), 'authentication', false],
    ['for an image with a model without vision', asRecorded('error-image'), 'invalid_request', false],
    ['for an unknown path', asRecorded('error-unknown-path'), 'not_found', false],
    [
      'for a model that fails to load',
      refusal(500, 'model name=broken failed to load', 'server_error'),
      'model_load_failed',
      false,
    ],
    [
      'for an operation that the model does not support',
      refusal(501, 'This server does not support embeddings. Start it with `--embeddings`', 'not_supported_error'),
      'invalid_request',
      false,
    ],
    [
      'for a model that only computes embeddings',
      refusal(500, 'the current context does not support logits computation. skipping', 'server_error'),
      'invalid_request',
      false,
    ],
    ['while the model is being loaded', refusal(503, 'Loading model', 'unavailable_error'), 'model_loading', true],
  ])('%s', async (_, response, code, retryable) => {
    const server = await scriptServer({ [CHAT]: response });
    const client = clientOf(server.url);
    expect(await rejectionOf(client.chat(chatRequest()))).toMatchObject({ code, retryable, provider: 'llamacpp' });
    expect(await rejectionOf(client.chatStream(chatRequest()).response())).toMatchObject({ code, retryable });
  });

  test('and not retried for an image', async () => {
    const server = await scriptServer({ [CHAT]: asRecorded('error-image') });
    await rejectionOf(clientOf(server.url, { retry: 2 }).chat(chatRequest()));
    expect(server.requests).toHaveLength(1);
  });
});

test.each(['props', 'slots', 'deleteModel'] as const)(
  'the error of %s contains the model of its URL',
  async (method) => {
    const model = 'qwen/qwen3-4b-instruct';
    const path = method === 'deleteModel' ? 'DELETE /models' : `GET /${method}`;
    const message = `model name '${model}' is not found (qwen3-4b-instruct-q4.gguf)`;
    const server = await scriptServer({
      [`${path}?model=${encodeURIComponent(model)}&code=Zk8Qw3rT`]: refusal(400, message, 'x'),
    });
    const api = apiOf(`${server.url}?code=Zk8Qw3rT`);
    const error = await rejectionOf(api[method](model));
    expect(error.message).toContain(`?model=${encodeURIComponent(model)}&code=***): ${message}`);
  },
);

describe('a model that is being loaded', () => {
  test.each(['chat', 'chatStream'] as const)('is retried by %s', async (method) => {
    const seen = { requests: 0 };
    const loading = refusal(503, 'Loading model', 'unavailable_error');
    const stream = sse(
      { model: 'tiny', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] },
      '[DONE]',
    );
    const server = await scriptServer({
      [CHAT]: () => ((seen.requests += 1) < 3 ? loading : method === 'chat' ? REPLY : stream),
    });
    const clock = new FakeClock();
    const client = clientOf(server.url, { retry: 2, timeout: 0 }, { clock });
    const reply = method === 'chat' ? client.chat(chatRequest()) : client.chatStream(chatRequest()).response();
    const pending = reply.then(({ text }) => text);
    while (seen.requests < 3) {
      await settled();
      clock.advance(100);
    }
    expect(await pending).toBe('Hi');
    expect(server.requests).toHaveLength(3);
  });
});

// Sent by llama-server b11434.
test.each([
  ['a reference', '#/properties/a: cannot resolve $ref #/$defs/x, $defs not found'],
  ['a type', '#/properties/a: unrecognized type foo'],
  ['a schema that is true', '#/properties/a: schema must be an object'],
])('the error about %s of a schema names the place and is not retried', async (_what, reason) => {
  const message = `Unable to generate parser for this template. Automatic parser generation failed: JSON schema error at ${reason}`;
  const server = await scriptServer({ [CHAT]: refusal(400, message, 'invalid_request_error') });
  const client = clientOf(server.url, { retry: 2 });
  const error = await rejectionOf(client.chat(chatRequest()));
  expect(error).toMatchObject({ code: 'invalid_request', retryable: false, message: expect.stringContaining(reason) });
  expect(server.requests).toHaveLength(1);
});

test('the error about a grammar that is too large is not retried', async () => {
  const message = 'Failed to initialize samplers: failed to parse grammar';
  const server = await scriptServer({ [CHAT]: refusal(400, message, 'invalid_request_error') });
  const error = await rejectionOf(clientOf(server.url, { retry: 2 }).chat(chatRequest()));
  expect(error).toMatchObject({ code: 'invalid_request', retryable: false, message: expect.stringContaining(message) });
  expect(server.requests).toHaveLength(1);
});
