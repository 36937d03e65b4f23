import { isApiError, isLmError, type ApiError, type LmClient } from '@lmux/core';
import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { lmstudioCapabilities } from '../src/index.js';
import { apiOf, clientOf } from './support/clients.js';
import { scriptServer, unknownRoute } from './support/script-server.js';

type Client = LmClient<typeof lmstudioCapabilities>;
type Call = (client: Client) => Promise<unknown>;

const chat: Call = (client) => client.chat(chatRequest());
const openai: Call = (client) => client.chat({ ...chatRequest(), seed: 1 });
const load: Call = (client) => client.models.load({ model: 'qwen/qwen3-4b' });
const unload: Call = (client) => client.models.unload('x');
const download: Call = (client) => client.models.download({ model: 'qwen/qwen3-4b' });
const status: Call = (client) => client.models.downloadStatus('x');

const OVERFLOW =
  'The number of tokens to keep from the initial prompt is greater than the context length. {"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}';

const v1 = (message: string, more: object = {}): object => ({ error: { message, type: 'invalid_request', ...more } });
const compatible = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', ...more },
});

/** The rows of the table of LM Studio's errors: what came, and the code that it has here. */
const ROWS: readonly (readonly [name: string, call: Call, httpStatus: number, body: unknown, code: string])[] = [
  ['unknown route', openai, 200, { error: 'Unexpected endpoint or method. (POST /x)' }, 'unexpected_response'],
  [
    'unknown route under /api/v1',
    chat,
    404,
    { error: 'Unexpected endpoint or method. (POST /x)' },
    'unexpected_response',
  ],
  ['/api/v1 before 0.4', load, 200, { error: 'Unexpected endpoint or method. (POST /x)' }, 'unexpected_response'],
  ['a preflight taken for the request', openai, 400, { error: "'messages' field is required" }, 'invalid_request'],
  [
    'no token',
    chat,
    401,
    v1('An LM Studio API token is required to make requests to this server.', { code: 'invalid_api_key' }),
    'authentication',
  ],
  [
    'ill-formed token',
    openai,
    401,
    compatible('Malformed LM Studio API token provided: my-secret-**********', { code: 'invalid_api_key' }),
    'authentication',
  ],
  [
    'no permission',
    chat,
    403,
    v1("Permission denied to use plugin 'mcp/x'", { code: null, param: 'integrations' }),
    'permission_denied',
  ],
  [
    'unknown model',
    chat,
    404,
    v1('Invalid model identifier "x".', { code: 'model_not_found', param: 'model' }),
    'model_not_found',
  ],
  [
    'load of an unknown model',
    load,
    404,
    { error: { type: 'model_not_found', message: 'Model x not found in downloaded models' } },
    'model_not_found',
  ],
  [
    'unknown model, several loaded',
    openai,
    400,
    compatible('Invalid model identifier "x". Valid: a, b', { param: 'model', code: 'model_not_found' }),
    'model_not_found',
  ],
  [
    'no model named, several loaded',
    openai,
    400,
    compatible('Multiple models are loaded. Please specify a model by providing a "model" field.', {
      param: 'model',
      code: 'model_not_found',
    }),
    'model_not_found',
  ],
  [
    'none loaded and no just-in-time loading',
    openai,
    400,
    compatible('No models loaded. Please load a model.'),
    'model_not_found',
  ],
  ['the same as 404', openai, 404, compatible('No models loaded. Please load a model.'), 'model_not_found'],
  ['an empty model', openai, 400, compatible('Invalid model identifier ""'), 'model_not_found'],
  [
    'a load that fails',
    load,
    500,
    { error: { type: 'model_load_failed', message: 'Failed to load LLM: unsupported architecture' } },
    'model_load_failed',
  ],
  [
    'the same as 200',
    load,
    200,
    { error: { type: 'model_load_failed', message: 'Failed to load LLM' } },
    'model_load_failed',
  ],
  ['the same on /v1', openai, 400, compatible('Failed to load model "x". Error: no memory'), 'model_load_failed'],
  [
    'the same in the words of an engine',
    openai,
    400,
    { error: 'Error loading model. (Exit code: null)' },
    'model_load_failed',
  ],
  [
    'the memory guardrail',
    load,
    500,
    {
      error: { type: 'model_load_failed', message: 'Model loading was stopped due to insufficient system resources.' },
    },
    'model_load_failed',
  ],
  [
    'a crash',
    openai,
    400,
    { error: 'The model has crashed without additional information. (Exit code: 18446744072635812000)' },
    'model_crashed',
  ],
  ['unloaded meanwhile', openai, 400, { error: 'Model unloaded.' }, 'model_crashed'],
  ['reloaded meanwhile', chat, 400, { error: 'Model reloaded.' }, 'model_crashed'],
  ['a prompt that is too long', openai, 400, { error: OVERFLOW }, 'context_overflow'],
  ['the same within an object', chat, 400, v1(OVERFLOW), 'context_overflow'],
  ['the same wrapped as 500', chat, 500, v1(OVERFLOW), 'context_overflow'],
  ['overflow while it writes', chat, 400, { error: 'Context size has been exceeded.' }, 'context_overflow'],
  [
    'overflow in older words',
    openai,
    400,
    {
      error: 'Trying to keep the first 4000 tokens when context the overflows. However, the model is loaded with 2048.',
    },
    'context_overflow',
  ],
  [
    'an image for a text model',
    openai,
    400,
    { error: 'Messages contain images, but x does not support image inputs.' },
    'invalid_request',
  ],
  ['a chat template that fails', chat, 500, v1('Error rendering prompt with jinja template'), 'server_error'],
  ['a grammar that fails', openai, 400, { error: 'failed to parse grammar' }, 'invalid_request'],
  [
    'an unknown response',
    chat,
    400,
    v1('Some words', { code: 'invalid_value', param: 'previous_response_id' }),
    'response_not_found',
  ],
  [
    'an unknown instance',
    unload,
    404,
    { error: { type: 'model_not_found', message: "Model with instance identifier 'x' is not loaded." } },
    'model_not_found',
  ],
  [
    'no instance id',
    unload,
    400,
    v1('"instance_id" is required', { code: 'missing_required_parameter', param: 'instance_id' }),
    'invalid_request',
  ],
  [
    'an unknown download',
    status,
    404,
    { error: { type: 'job_not_found', message: "Download job with id 'x' not found" } },
    'job_not_found',
  ],
  [
    'a missing field',
    chat,
    400,
    v1('"model" is required', { code: 'missing_required_parameter', param: 'model' }),
    'invalid_request',
  ],
  ['bad JSON', chat, 400, v1('Invalid JSON', { code: 'invalid_json' }), 'invalid_request'],
  ['another content type', chat, 415, '', 'invalid_request'],
  [
    'a tool choice that is an object',
    openai,
    400,
    { error: "Invalid tool_choice type: 'object'. Supported string values: none, auto, required" },
    'invalid_request',
  ],
  ['json_object', openai, 400, { error: "'response_format.type' must be 'json_schema' or 'text'" }, 'invalid_request'],
  ['an MCP server at home', chat, 400, v1('Only public URLs', { type: 'mcp_connection_error' }), 'invalid_request'],
  [
    'a key that it does not know',
    chat,
    400,
    v1("Unrecognized key(s) in object: 'ttl'", { code: 'unrecognized_keys' }),
    'invalid_request',
  ],
  [
    'reasoning that the model lacks',
    chat,
    400,
    v1('Supported settings: off, on', { code: 'invalid_value', param: 'reasoning' }),
    'invalid_request',
  ],
  ['a name in capitals', download, 400, v1('must be in kebab-case'), 'invalid_request'],
  [
    'a quantization of the catalogue',
    download,
    501,
    { error: { type: 'not_implemented', message: 'Not yet.' } },
    'invalid_request',
  ],
];

async function serverOf(httpStatus: number, body: unknown): Promise<Client> {
  const { url } = await scriptServer(({ route }) =>
    route === 'GET /lmstudio-greeting' ? { body: { lmstudio: true } } : { status: httpStatus, body },
  );
  return clientOf(url);
}

describe('the errors of LM Studio', () => {
  test.each(ROWS)('%s', async (_, call, httpStatus, body, code) => {
    const error = await rejectionOf(call(await serverOf(httpStatus, body)));
    expect(error).toMatchObject({ name: 'ApiError', code, status: httpStatus, provider: 'lmstudio', attempts: 1 });
    expect((error as Error).message.length).toBeLessThanOrEqual(500);
  });

  test.each(ROWS.filter(([, call]) => call === chat || call === openai))(
    '%s, where a stream was asked for',
    async (...row) => {
      const [, call, httpStatus, body, code] = row;
      const client = await serverOf(httpStatus, body);
      const stream = client.chatStream(call === chat ? chatRequest() : { ...chatRequest(), seed: 1 });
      expect((await drain(stream)).error).toMatchObject({ name: 'ApiError', code, status: httpStatus });
    },
  );

  test.each([
    ['a chat', (client: Client) => client.chat(chatRequest())],
    ['a list', (client: Client) => client.models.list()],
    ['a load', load],
    ['an unload', unload],
    ['a download', download],
    ['a status', status],
  ])('%s without its field is no answer', async (_, call) => {
    const error = await rejectionOf(call(await serverOf(200, { ok: true })));
    expect(error).toMatchObject({ name: 'LmError', code: 'unexpected_response' });
  });

  test('a stream that is answered with a whole chat is taken, one with other JSON is not', async () => {
    const output = [{ type: 'message', content: 'Hi' }];
    const whole = await serverOf(200, { model_instance_id: 'm', output });
    expect((await whole.chatStream(chatRequest()).response()).text).toBe('Hi');
    const other = await serverOf(200, { ok: true });
    expect((await drain(other.chatStream(chatRequest()))).error).toMatchObject({ code: 'unexpected_response' });
  });

  test.each([
    ['{', 'parse_error'],
    ['', 'parse_error'],
    ['<html><title>Portal</title></html>', 'unexpected_response'],
  ])('a body of %j is none of LM Studio', async (body, code) => {
    expect(await rejectionOf((await serverOf(200, body)).models.list())).toMatchObject({ code });
  });

  test('the wire client has the same errors', async () => {
    const { url } = await scriptServer({
      'GET /api/v1/models': { status: 401, body: v1('An LM Studio API token is required') },
    });
    const error = await rejectionOf(apiOf(url).listModels());
    expect(error).toMatchObject({ code: 'authentication', status: 401, serverType: 'invalid_request' });
  });
});

describe('authentication', () => {
  const refused = (httpStatus: number) => async () => {
    const server = await scriptServer(() => ({
      status: httpStatus,
      body: v1('Malformed LM Studio API token provided: my-secret-*********. Failed to load model', {
        code: 'invalid_api_key',
      }),
    }));
    return server;
  };

  test.each([
    [401, 'authentication'],
    [403, 'permission_denied'],
  ])('%i is final: asked once, no other route is tried', async (httpStatus, code) => {
    const { url, requests } = await refused(httpStatus)();
    for (const call of [chat, openai, load, (client: Client) => client.models.list()]) {
      const before = requests.length;
      const error = await rejectionOf(call(clientOf(url, { apiToken: 'my-secret-token-1' })));
      expect(error).toMatchObject({ code, retryable: false, attempts: 1 });
      expect(requests.length - before).toBe(1);
    }
  });

  test('what the server echoes of the token is nowhere', async () => {
    const { url } = await refused(401)();
    const error = await rejectionOf<ApiError>(chat(clientOf(url, { apiToken: 'my-secret-token-1' })));
    const everything = [error.message, error.stack, error.rawBody, JSON.stringify(error), String(error.cause)].join(
      '\n',
    );
    expect(everything).not.toContain('my-secret');
    expect(everything).toContain('***');
    expect(error.message).toContain('LM_API_TOKEN');
  });

  test('the token is sent as a bearer, to both APIs', async () => {
    const { url, requests } = await scriptServer(({ route }) => unknownRoute(route));
    const client = clientOf(url, { apiToken: 'sk-lm-abcdefgh:ABCDEFGHIJKLMNOPQRST' });
    await Promise.allSettled([chat(client), openai(client)]);
    const sent = requests.filter(({ route }) => route.startsWith('POST')).map(({ headers }) => headers.authorization);
    expect(sent).toEqual(Array(2).fill('Bearer sk-lm-abcdefgh:ABCDEFGHIJKLMNOPQRST'));
  });
});

describe('ids that are empty', () => {
  const api = apiOf.bind(undefined, 'http://127.0.0.1:9');
  test.each([
    ['empty_instance_id', () => api().unloadModel({ instance_id: '' })],
    ['empty_job_id', () => api().getDownloadStatus(' ')],
    ['empty_model', () => api().isModelRunning('')],
    ['empty_model', () => api().loadModel({ model: '' })],
    ['empty_model', () => api().downloadModel({ model: '' })],
  ])('are refused with %s', async (code, call) => {
    const error = await rejectionOf(call());
    expect(isLmError(error, code as never) && !isApiError(error)).toBe(true);
  });
});
