import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import { wireCalls, wireUsage } from '@lmux/test-support';
import { events, pretty, type PlainResponse } from './support/responses.js';

const { model, text, reasoning, usage, toolCalls, emulatedCalls, inputs, vectors, models } = conformanceValues;

const USAGE = wireUsage(usage);
/** Ids of tool calls are numbers, and only the first piece has one. */
const CALLS = wireCalls(toolCalls, (index) => `36517448${index}`);
const PIECES = CALLS.flatMap(({ function: { name, arguments: args }, ...call }) => [
  { ...call, function: { name, arguments: '' } },
  ...[args.slice(0, 9), args.slice(9)].map((piece) => ({
    index: call.index,
    id: null,
    type: 'function',
    function: { name: null, arguments: piece },
  })),
]);

function refusal(status: number, message: string, more: object = {}): PlainResponse {
  return pretty({ error: { message, type: 'invalid_request_error', param: null, code: null, ...more } }, status);
}

function reply(message: object, reason: string, more: object = {}): PlainResponse {
  return pretty({
    id: 'chatcmpl-conformance',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: '', reasoning_content: '', tool_calls: [], ...message },
        logprobs: null,
        finish_reason: reason,
      },
    ],
    usage: { ...USAGE, completion_tokens_details: { reasoning_tokens: 0 } },
    stats: {},
    system_fingerprint: model,
    ...more,
  });
}

function chunk(delta: object, reason: string | null = null, more: object = {}): object {
  return {
    id: 'chatcmpl-conformance',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model,
    system_fingerprint: model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    ...more,
  };
}

function continuation(content: string, reason: string | null = null): object {
  return {
    id: 'cmpl-conformance',
    object: 'text_completion',
    created: 1_790_000_000,
    model,
    choices: [{ index: 0, text: content, logprobs: null, finish_reason: reason }],
  };
}

function data(...values: object[]): string {
  return values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('');
}

function stream(...values: object[]): PlainResponse {
  return events(`${data(...values)}data: [DONE]\n\n`);
}

/** A text in two chunks. */
function said(more: object = {}, content: string = text): object[] {
  return [
    chunk({ role: 'assistant', content: content.slice(0, 9) }, null, more),
    chunk({ content: content.slice(9) }, null, more),
  ];
}

function thought(field: string): object[] {
  const pieces = [reasoning.slice(0, 9), reasoning.slice(9)];
  return pieces.map((content) => chunk({ role: 'assistant', [field]: content }));
}

const TOKENS = chunk({}, null, { choices: [], usage: USAGE });
const END = [chunk({}, 'stop'), TOKENS];
/** The error in a stream after the engine failed. It has no type and contains the message twice. */
const BROKEN = { error: { message: 'The model has crashed.' }, message: 'The model has crashed.' };

/** A model other than the requested one. The server uses it if no other model is loaded. */
const OTHER = { model: 'qwen/qwen3-4b' };
const MISMATCH = { warnings: [{ code: 'model_mismatch' }] } as const;
/** A second instance of the requested model. */
const COPY = { model: `${model}:2` };

function embeddings(...list: (readonly number[])[]): PlainResponse {
  return pretty({
    object: 'list',
    data: list.map((embedding, index) => ({ object: 'embedding', embedding, index })),
    model,
    usage: { prompt_tokens: 0, total_tokens: 0 },
  });
}

/** Responses of LM Studio's OpenAI-compatible API. */
export const openai: RouteFixtures = {
  chat: [
    { ...reply({ content: text }, 'stop'), expect: { warnings: [], reasoning: undefined, toolCalls: [] } },
    { ...reply({ content: text }, 'stop', OTHER), expect: MISMATCH },
    { ...reply({ content: text, reasoning_content: reasoning }, 'stop', COPY), expect: { warnings: [], reasoning } },
  ],
  'chat/tools': reply(
    { tool_calls: CALLS.map(({ id, type, function: called }) => ({ id, type, function: called })) },
    'tool_calls',
  ),
  'chat/emulated-tools': reply({ content: emulatedCalls }, 'stop'),
  'chat.stream': [
    { ...stream(...said(), ...END), expect: { warnings: [] } },
    { ...stream(...said(OTHER), chunk({}, 'stop', OTHER), { ...TOKENS, ...OTHER }), expect: MISMATCH },
    { ...stream(...said(COPY), chunk({}, 'stop', COPY)), expect: { warnings: [], usage: undefined } },
  ],
  // `reasoning_content` requires a setting of LM Studio. gpt-oss models send `reasoning`.
  'chat.stream/reasoning': ['reasoning_content', 'reasoning'].map((field) =>
    stream(...thought(field), ...said(), ...END),
  ),
  'chat.stream/tools': stream(
    chunk({ role: 'assistant' }),
    ...PIECES.map((call) => chunk({ tool_calls: [call] })),
    chunk({}, 'tool_calls'),
    TOKENS,
  ),
  'chat.stream/emulated-tools': stream(...said({}, emulatedCalls), ...END),
  'chat.stream/length': stream(...said(), chunk({}, 'length'), TOKENS),
  'chat.stream/error': [
    { ...events(data(...said(), BROKEN)), expect: { code: 'model_crashed' } },
    events(`${data(...said())}event: error\n${data({ error: { message: 'Something went wrong.' } })}`),
    {
      ...stream(...said(), { error: 'Context size has been exceeded.' }),
      expect: { code: 'context_overflow' },
    },
  ],
  completion: pretty({ ...continuation(text, 'stop'), usage: USAGE, stats: {} }),
  'completion.stream': stream(continuation(text.slice(0, 9)), continuation(text.slice(9)), continuation('', 'stop'), {
    ...continuation(''),
    choices: [],
    usage: USAGE,
  }),
  'completion.stream/error': { ...events(data(continuation(text), BROKEN)), expect: { code: 'model_crashed' } },
  embedding: { ...embeddings(...vectors), expect: { usage: undefined, warnings: [] } },
  'embedding/missing': embeddings(...inputs.slice(1).map(() => [1, 0])),
  'models.list': pretty({
    data: models.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' })),
    object: 'list',
  }),
  'error/unknown-model': [
    refusal(400, 'Invalid model identifier "x". Valid: a, b.', { param: 'model', code: 'model_not_found' }),
    refusal(400, 'No models loaded. Please load a model in the developer page.'),
  ],
  'error/unauthorized': refusal(401, 'Malformed LM Studio API token provided: my-secret-*********', {
    code: 'invalid_api_key',
  }),
  'error/context-overflow': [
    pretty(
      {
        error:
          'the request exceeds the available context size {"error":{"code":400,"type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}',
      },
      400,
    ),
    pretty({ error: 'Trying to keep the first 9000 tokens when context the overflows.' }, 400),
  ],
  'error/rate-limited': { none: 'LM Studio queues requests that it cannot serve immediately.' },
};
