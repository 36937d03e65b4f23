import type { LmClient } from '@lmux/core';
import { chatRequest } from '@lmux/test-support';
import type { lmstudioCapabilities } from '../../src/index.js';

export type Client = LmClient<typeof lmstudioCapabilities>;

export type Call = (client: Client) => Promise<unknown>;

export const chat: Call = (client) => client.chat(chatRequest());

export const openai: Call = (client) => client.chat({ ...chatRequest(), seed: 1 });

export const load: Call = (client) => client.models.load({ model: 'qwen/qwen3-4b' });

export const unload: Call = (client) => client.models.unload('x');

export const download: Call = (client) => client.models.download({ model: 'qwen/qwen3-4b' });

export const status: Call = (client) => client.models.downloadStatus('x');

const OVERFLOW =
  'The number of tokens to keep from the initial prompt is greater than the context length. {"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}';

export const v1 = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request', ...more },
});

const compatible = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', ...more },
});

/** Errors of LM Studio with the expected error codes. */
export const ROWS: readonly (readonly [name: string, call: Call, httpStatus: number, body: unknown, code: string])[] = [
  ['unknown route', openai, 200, { error: 'Unexpected endpoint or method. (POST /x)' }, 'unexpected_response'],
  [
    'unknown route under /api/v1',
    chat,
    404,
    { error: 'Unexpected endpoint or method. (POST /x)' },
    'unexpected_response',
  ],
  [
    '/api/v1 of a version before 0.4',
    load,
    200,
    { error: 'Unexpected endpoint or method. (POST /x)' },
    'unexpected_response',
  ],
  ['a preflight handled as a request', openai, 400, { error: "'messages' field is required" }, 'invalid_request'],
  [
    'no token',
    chat,
    401,
    v1('An LM Studio API token is required to make requests to this server.', { code: 'invalid_api_key' }),
    'authentication',
  ],
  [
    'malformed token',
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
    'no model in the request, several loaded',
    openai,
    400,
    compatible('Multiple models are loaded. Please specify a model by providing a "model" field.', {
      param: 'model',
      code: 'model_not_found',
    }),
    'model_not_found',
  ],
  [
    'no model loaded, without just-in-time loading',
    openai,
    400,
    compatible('No models loaded. Please load a model.'),
    'model_not_found',
  ],
  ['no model loaded, status 404', openai, 404, compatible('No models loaded. Please load a model.'), 'model_not_found'],
  ['an empty model', openai, 400, compatible('Invalid model identifier ""'), 'model_not_found'],
  [
    'failed load',
    load,
    500,
    { error: { type: 'model_load_failed', message: 'Failed to load LLM: unsupported architecture' } },
    'model_load_failed',
  ],
  [
    'failed load, status 200',
    load,
    200,
    { error: { type: 'model_load_failed', message: 'Failed to load LLM' } },
    'model_load_failed',
  ],
  ['failed load on /v1', openai, 400, compatible('Failed to load model "x". Error: no memory'), 'model_load_failed'],
  [
    'failed load, message of an engine',
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
  ['model unloaded during the request', openai, 400, { error: 'Model unloaded.' }, 'model_crashed'],
  ['model reloaded during the request', chat, 400, { error: 'Model reloaded.' }, 'model_crashed'],
  ['prompt too long', openai, 400, { error: OVERFLOW }, 'context_overflow'],
  ['prompt too long, in an object', chat, 400, v1(OVERFLOW), 'context_overflow'],
  ['prompt too long, status 500', chat, 500, v1(OVERFLOW), 'context_overflow'],
  ['overflow during generation', chat, 400, { error: 'Context size has been exceeded.' }, 'context_overflow'],
  [
    'overflow in older versions',
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
  ['failure of the chat template', chat, 500, v1('Error rendering prompt with jinja template'), 'server_error'],
  ['failure of the grammar', openai, 400, { error: 'failed to parse grammar' }, 'invalid_request'],
  [
    'an unknown response id',
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
  ['invalid JSON', chat, 400, v1('Invalid JSON', { code: 'invalid_json' }), 'invalid_request'],
  ['another content type', chat, 415, '', 'invalid_request'],
  [
    'an object as the tool choice',
    openai,
    400,
    { error: "Invalid tool_choice type: 'object'. Supported string values: none, auto, required" },
    'invalid_request',
  ],
  ['json_object', openai, 400, { error: "'response_format.type' must be 'json_schema' or 'text'" }, 'invalid_request'],
  [
    'an MCP server with a local URL',
    chat,
    400,
    v1('Only public URLs', { type: 'mcp_connection_error' }),
    'invalid_request',
  ],
  [
    'an unknown field',
    chat,
    400,
    v1("Unrecognized key(s) in object: 'ttl'", { code: 'unrecognized_keys' }),
    'invalid_request',
  ],
  [
    'an unsupported reasoning setting',
    chat,
    400,
    v1('Supported settings: off, on', { code: 'invalid_value', param: 'reasoning' }),
    'invalid_request',
  ],
  ['an invalid model name', download, 400, v1('must be in kebab-case'), 'invalid_request'],
  [
    'a quantization with a catalog id',
    download,
    501,
    { error: { type: 'not_implemented', message: 'Not yet.' } },
    'invalid_request',
  ],
];
