import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { LlamaCppApi } from '../src/index.js';
import { textOf } from './fixtures.js';
import { apiOf } from './support/clients.js';
import { scriptServer, sse } from './support/script-server.js';

const OK = { body: { success: true } };
const MODEL = { model: 'tiny' };
const EVENTS = [...textOf('models-sse').matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as object);

const CALLS: readonly (readonly [
  route: string,
  response: object,
  body: unknown,
  call: (api: LlamaCppApi) => Promise<unknown>,
])[] = [
  ['GET /v1/models', JSON.parse(textOf('models')) as object, undefined, (api) => api.listModels()],
  ['POST /models/load', OK.body, MODEL, (api) => api.loadModel(MODEL)],
  ['POST /models/unload', OK.body, MODEL, (api) => api.unloadModel(MODEL)],
  ['POST /models', OK.body, { model: 'a/b:Q4' }, (api) => api.downloadModel({ model: 'a/b:Q4' })],
  ['DELETE /models?model=a%2Fb%3AQ4', OK.body, undefined, (api) => api.deleteModel('a/b:Q4')],
  ['GET /props', JSON.parse(textOf('props-router')) as object, undefined, (api) => api.props()],
  ['GET /props?model=tiny', JSON.parse(textOf('props')) as object, undefined, (api) => api.props('tiny')],
  [
    'GET /props?model=tiny&autoload=false',
    JSON.parse(textOf('props')) as object,
    undefined,
    (api) => api.props('tiny', { autoload: false }),
  ],
  ['GET /slots?model=tiny', [{ id: 0, n_ctx: 2048, is_processing: false }], undefined, (api) => api.slots('tiny')],
  [
    'GET /slots?model=tiny&autoload=false',
    [{ id: 0, n_ctx: 2048, is_processing: false }],
    undefined,
    (api) => api.slots('tiny', { autoload: false }),
  ],
  ['GET /health', { status: 'ok' }, undefined, (api) => api.health()],
  [
    'POST /tokenize',
    { tokens: [28120, 905] },
    { content: 'hello world' },
    (api) => api.tokenize({ content: 'hello world' }),
  ],
  ['POST /detokenize', { content: 'hello' }, { tokens: [28120] }, (api) => api.detokenize({ tokens: [28120] })],
  [
    'POST /apply-template',
    { prompt: 'Hi' },
    { ...MODEL, ...chatRequest() },
    (api) => api.applyTemplate({ ...MODEL, ...chatRequest() }),
  ],
  [
    'POST /v1/chat/completions/input_tokens',
    { input_tokens: 31, object: 'response.input_tokens' },
    { ...MODEL, ...chatRequest() },
    (api) => api.countTokens({ ...MODEL, ...chatRequest() }),
  ],
  [
    'POST /v1/chat/completions',
    { choices: [{ index: 0, message: { content: 'a' } }], model: 'tiny' },
    { ...MODEL, ...chatRequest(), grammar: 'root ::= "a"' },
    (api) => api.chatCompletions({ ...MODEL, ...chatRequest(), grammar: 'root ::= "a"' }),
  ],
  [
    'POST /v1/completions',
    { choices: [{ index: 0, text: 'a' }] },
    { ...MODEL, prompt: 'Hi' },
    (api) => api.textCompletions({ ...MODEL, prompt: 'Hi' }),
  ],
  [
    'POST /v1/embeddings',
    { data: [], model: 'tiny' },
    { ...MODEL, input: 'Hi' },
    (api) => api.embed({ ...MODEL, input: 'Hi' }),
  ],
];

describe('the wire client', () => {
  test.each(CALLS)('sends %s', async (route, response, body, call) => {
    const server = await scriptServer({ [route]: { body: response } });
    expect(await call(apiOf(`${server.url}/v1/`))).toEqual(response);
    expect(server.requests).toMatchObject([{ route }]);
    expect(server.requests[0]?.body).toEqual(body);
  });

  test.each(CALLS.slice(0, -1).filter(([route]) => !route.endsWith('completions')))(
    'rejects a response to %s that is not from llama-server',
    async (route, _, __, call) => {
      const server = await scriptServer({ [route]: { body: { hello: 1 } } });
      expect(await rejectionOf(call(apiOf(server.url)))).toMatchObject({
        code: 'unexpected_response',
        provider: 'llamacpp',
      });
    },
  );

  test('streams a chat', async () => {
    const chunks = [
      { choices: [{ index: 0, delta: { content: 'a' } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ];
    const server = await scriptServer({ 'POST /v1/chat/completions': sse(...chunks, '[DONE]') });
    const seen: unknown[] = [];
    for await (const chunk of apiOf(server.url).chatCompletionsStream({ ...MODEL, ...chatRequest() })) seen.push(chunk);
    expect(seen).toEqual(chunks);
    expect(server.requests[0]?.body).toEqual({ ...MODEL, ...chatRequest(), stream: true });
  });

  test('streams a completion', async () => {
    const chunks = [{ choices: [{ index: 0, text: 'a', finish_reason: 'stop' }] }];
    const server = await scriptServer({ 'POST /v1/completions': sse(...chunks, '[DONE]') });
    const seen: unknown[] = [];
    for await (const chunk of apiOf(server.url).textCompletionsStream({ ...MODEL, prompt: 'a' })) seen.push(chunk);
    expect(seen).toEqual(chunks);
  });

  test("streams the events of a router's models until it is canceled", async () => {
    const failed = { model: 'a/b', event: 'download_failed', data: { error: 'no such file' } };
    const server = await scriptServer({
      'GET /models/sse': (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const event of [...EVENTS, failed, { other: 1 }, EVENTS[0]])
          response.write(`data: ${JSON.stringify(event)}\n\n`);
      },
    });
    const seen: unknown[] = [];
    for await (const event of apiOf(server.url).modelEvents()) {
      seen.push(event);
      if (seen.length === EVENTS.length + 2) break;
    }
    expect(seen).toEqual([...EVENTS, failed, EVENTS[0]]);
  });

  test.each([
    ['if the server ends the stream', sse(...EVENTS), 'stream_truncated'],
    ['if the response is JSON', { body: { data: [] } }, 'unexpected_response'],
    [
      'on a server with a single model',
      { status: 404, body: { error: { message: 'File Not Found', type: 'not_found_error', code: 404 } } },
      'not_found',
    ],
  ])('rejects a stream of events %s', async (_, response, code) => {
    const server = await scriptServer({ 'GET /models/sse': response });
    const reading = (async () => {
      for await (const event of apiOf(server.url).modelEvents()) expect(event).toHaveProperty('event');
    })();
    expect(await rejectionOf(reading)).toMatchObject({ code });
  });

  test.each([
    ['load', (api: LlamaCppApi) => api.loadModel(MODEL)],
    ['download', (api: LlamaCppApi) => api.downloadModel(MODEL)],
  ])('never retries a %s', async (_, call) => {
    const busy = { status: 503, body: { error: { message: 'busy', code: 503 } } };
    const server = await scriptServer({ 'POST /models/load': busy, 'POST /models': busy });
    await rejectionOf(call(apiOf(server.url, { retry: 3 })));
    expect(server.requests).toHaveLength(1);
  });
});
