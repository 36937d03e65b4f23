import { createClient, type ClientConfig, type LmError } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { HttpServer, rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';

const PLUGINS = { lmstudio, ollama, openai };
const SSE = 'text/event-stream';
const MESSAGES = [{ role: 'user', content: 'Hello' }] as const;

interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** Returns the error of a chat and of a stream of a server that always sends this response, and the number of its requests. */
async function failures(provider: keyof typeof PLUGINS, reply: Reply, route?: string) {
  const { status = 400, type = 'application/json', body } = reply;
  const server = await HttpServer.listen((response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const config = { provider, baseUrl: server.url, model: 'acme-9', retry: { baseDelayMs: 0 } } as ClientConfig;
  const client = createClient({ plugins: [PLUGINS[provider]], config });
  onTestFinished(() => client.close());
  const stream: LmError = await rejectionOf(client.chatStream({ messages: MESSAGES }, { route }).response());
  const requests = server.requests.length;
  const chat: LmError | undefined =
    type === SSE ? undefined : await rejectionOf(client.chat({ messages: MESSAGES }, { route }));
  return { errors: chat === undefined ? [stream] : [chat, stream], requests };
}

const N_KEEP = 'Cannot truncate prompt with n_keep (5000) >= n_ctx (4096)';
const TOKENS_TO_KEEP =
  'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5000 >= n_ctx: 4096). Try to load the model with a larger context length.';

describe.each([N_KEEP, TOKENS_TO_KEEP])('LM Studio: %s', (message) => {
  test.each(['native', 'openai'])('is context_overflow as a response of route %s', async (route) => {
    const body = JSON.stringify({ error: { message, type: 'invalid_request', code: null, param: null } });
    const { errors } = await failures('lmstudio', { body }, route);
    expect(errors.map(({ code }) => code)).toEqual(['context_overflow', 'context_overflow']);
  });

  test('is context_overflow as an event of its own API', async () => {
    const events = [
      'event: chat.start\ndata: {"type":"chat.start","model_instance_id":"acme-9"}\n\n',
      `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'unknown', message } })}\n\n`,
      'event: chat.end\ndata: {"type":"chat.end","result":{"model_instance_id":"acme-9","output":[]}}\n\n',
    ];
    const { errors } = await failures('lmstudio', { status: 200, type: SSE, body: events.join('') }, 'native');
    expect(errors[0]?.code).toBe('context_overflow');
  });

  test.each([
    ['as an event', `event: error\ndata: ${JSON.stringify({ error: { message } })}\n\n`],
    ['as a chunk', `data: ${JSON.stringify({ error: message })}\n\ndata: [DONE]\n\n`],
  ])('is context_overflow %s of the OpenAI-compatible API', async (_, body) => {
    const { errors } = await failures('lmstudio', { status: 200, type: SSE, body }, 'openai');
    expect(errors[0]?.code).toBe('context_overflow');
  });
});

describe('the words of a server reach the message', () => {
  const PAGE = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

  test.each<[string, Reply, RegExp]>([
    ['an HTML page', { status: 502, type: 'text/html', body: PAGE }, /502 Bad Gateway/],
    ['an HTML page that is called JSON', { status: 502, body: PAGE }, /502 Bad Gateway/],
    ['a list around the body', { body: '[{"error":{"code":400,"message":"Bad thing"}}]' }, /Bad thing/],
    ['a message that is an object', { body: '{"error":{"message":{"detail":"Bad thing"}}}' }, /Bad thing/],
    ['a list of errors', { body: '{"errors":["Bad thing","Worse thing"]}' }, /Bad thing; Worse thing/],
    [
      'the provider behind a gateway',
      { body: '{"error":{"message":"Provider returned error","metadata":{"raw":"{\\"detail\\":\\"Bad thing\\"}"}}}' },
      /Bad thing/,
    ],
    [
      'XML',
      { type: 'application/xml', body: '<Error><Code>C</Code><Message>Bad thing</Message></Error>' },
      /Bad thing/,
    ],
    ['unknown JSON', { body: '{"status":"bad thing"}' }, /bad thing/],
    ['only control characters', { type: 'text/plain', body: '\u0000\u0001' }, /and a body without text/],
  ])('%s', async (_, reply, words) => {
    const { errors } = await failures('openai', reply);
    for (const { message } of errors) expect(message).toMatch(words);
  });

  test.each([
    ['openai', PAGE],
    ['openai', '<!doctype html>\n<html>\n<title>\nSign in\n</title>\n</html>\n'],
    ['ollama', PAGE],
    ['ollama', '<!doctype html>\n<html>\n<title>\nSign in\n</title>\n</html>\n'],
    ['lmstudio', PAGE],
  ] as const)('of a page that %s gets in place of a response', async (provider, body) => {
    const { errors } = await failures(provider, { status: 200, type: 'text/html', body });
    for (const { code, message } of errors) {
      expect(code).toBe('unexpected_response');
      expect(message).toMatch(/the HTML page "(502 Bad Gateway|Sign in)"/);
    }
  });

  test('of an error within a stream', async () => {
    const chunk = { error: { message: 'Provider returned error', code: 502, metadata: { raw: 'Bad thing' } } };
    const body = `data: ${JSON.stringify(chunk)}\n\n`;
    const { errors } = await failures('openai', { status: 200, type: SSE, body });
    expect(errors[0]?.message).toContain('Bad thing');
  });

  test('bounded, and without prompts and keys', async () => {
    const raw = JSON.stringify({ message: `${'x'.repeat(9000)} Hello sk-secret-4711-abcdef` });
    const body = JSON.stringify({ error: { message: 'Provider returned error', metadata: { raw } } });
    const { errors } = await failures('openai', { body });
    for (const error of errors) {
      expect(error.message.length).toBeLessThan(600);
      expect(JSON.stringify(error)).not.toContain('4711');
    }
  });
});

describe('an error that no retry helps', () => {
  test.each<[keyof typeof PLUGINS, string, unknown, string]>([
    ['ollama', 'a weekly limit', { error: "you've reached your weekly usage limit, please upgrade" }, 'quota_exceeded'],
    [
      'openai',
      'a request larger than the rate limit',
      {
        error: {
          message: 'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.',
          code: 'rate_limit_exceeded',
        },
      },
      'rate_limited',
    ],
  ])('of %s: %s', async (provider, _, body, code) => {
    const { errors, requests } = await failures(provider, { status: 429, body: JSON.stringify(body) });
    for (const error of errors) expect(error).toMatchObject({ code, retryable: false, attempts: 1 });
    expect(requests).toBe(1);
  });
});
