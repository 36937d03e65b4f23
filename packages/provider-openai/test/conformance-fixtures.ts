import { readFileSync } from 'node:fs';
import type { Usage } from '@lmux/core';
import { conformanceValues, parseRecorded, type ConformanceResponse, type RouteFixtures } from '@lmux/core/testing';
import { sseOf, wireCalls } from '@lmux/test-support';
import { chunk, stop } from './chunks.js';
import { eventsOf, recordings } from './fixtures.js';

const { model, text, reasoning, usage, toolCalls, emulatedCalls, inputs, vectors, models } = conformanceValues;

const USAGE = { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens };
const CALLS = wireCalls(toolCalls, (index) => `call_${index}`);
/** Each call in three pieces: id and name, then the arguments in two parts. */
const PIECES = CALLS.flatMap(({ function: { name, arguments: args }, ...call }) => [
  { ...call, function: { name, arguments: '' } },
  { index: call.index, function: { arguments: args.slice(0, 9) } },
  { index: call.index, function: { arguments: args.slice(9) } },
]);

/** A response with the values that the suite expects. */
type PlainResponse = Omit<ConformanceResponse, 'expect'>;

/** Returns a text in two chunks. */
function chunksOf(content: string): object[] {
  return [chunk({ role: 'assistant', content: content.slice(0, 9) }), chunk({ content: content.slice(9) })];
}

const SAID = chunksOf(text);
const END = [stop(), { ...chunk({}), choices: [], usage: USAGE }];

function stream(...values: object[]): PlainResponse {
  return { headers: { 'content-type': 'text/event-stream' }, body: sseOf(values) };
}

function whole(message: object, reason: string): PlainResponse {
  return {
    json: {
      id: 'chat-1',
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: reason }],
      usage: USAGE,
    },
  };
}

function pieceOfText(piece: string, reason: string | null = null): object {
  return {
    id: 'text-1',
    object: 'text_completion',
    model,
    choices: [{ index: 0, text: piece, finish_reason: reason }],
  };
}

/** Returns a recording unchanged. */
function recorded(name: string): PlainResponse {
  return parseRecorded(readFileSync(new URL(`fixtures/recorded/${name}.http`, import.meta.url)));
}

/** Returns a recorded response and the expected values, read from its body without the decoders. */
function recordedReply(name: string, said: (choice: PlainChoice) => string): PlainResponse & { expect: Said } {
  const response = recorded(name);
  const { choices, usage: counts } = JSON.parse(Buffer.from(response.body ?? '').toString()) as PlainReply;
  const [choice] = choices;
  return {
    ...response,
    expect: {
      text: said(choice),
      finishReason: { raw: choice.finish_reason },
      usage: plainUsage(counts),
    },
  };
}

interface PlainChoice {
  readonly text: string;
  readonly message: { readonly content: string };
  readonly finish_reason: string;
}

interface PlainReply {
  readonly choices: readonly [PlainChoice];
  readonly usage: PlainUsage;
}

interface PlainUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number } | null;
}

/** Returns exactly the counts that a recording contains. */
function plainUsage(counts: PlainUsage): NonNullable<Said['usage']> {
  return {
    inputTokens: counts.prompt_tokens,
    outputTokens: counts.completion_tokens,
    totalTokens: counts.total_tokens,
    cachedInputTokens: counts.prompt_tokens_details?.cached_tokens,
    reasoningTokens: counts.completion_tokens_details?.reasoning_tokens,
  };
}

interface Said {
  readonly text: string;
  readonly finishReason: { readonly raw: string };
  readonly usage: Usage | undefined;
}

/** Returns every recorded stream that matches, with the expected values, read from its events without the decoders. */
function recordedStreams(pattern: RegExp): (PlainResponse & { expect: Said })[] {
  return recordings(pattern).map((recording) => {
    const chunks = eventsOf(recording);
    const choices = chunks.flatMap((each) => each.choices.filter(({ index }) => index === 0));
    const counts = chunks.findLast((each) => (each.usage?.prompt_tokens ?? 0) > 0)?.usage;
    return {
      ...recorded(recording.name),
      expect: {
        text: choices.map((choice) => choice.text ?? choice.delta?.content ?? '').join(''),
        finishReason: { raw: choices.find((choice) => choice.finish_reason)?.finish_reason ?? '' },
        usage: counts && plainUsage(counts),
      },
    };
  });
}

const PARIS = [{ name: 'get_weather', input: { city: 'Paris' } }];

/** Responses of OpenAI-compatible servers: written by hand with the values of the suite, and recorded from servers. */
export const fixtures: RouteFixtures = {
  chat: [
    whole({ content: text }, 'stop'),
    ...['llama/chat', 'ollama/chat', 'litellm/chat'].map((name) =>
      recordedReply(name, (choice) => choice.message.content),
    ),
  ],
  'chat/tools': [
    whole({ content: null, tool_calls: CALLS }, 'tool_calls'),
    { ...recorded('llama/chat-tools'), expect: { toolCalls: PARIS } },
    { ...recorded('litellm/chat-tools'), expect: { toolCalls: PARIS } },
  ],
  'chat/emulated-tools': whole({ content: emulatedCalls }, 'stop'),
  'chat.stream': [stream(...SAID, ...END), ...recordedStreams(/\/chat-stream(?:-usage)?$/)],
  'chat.stream/reasoning': stream(
    chunk({ reasoning_content: reasoning.slice(0, 9) }),
    chunk({ reasoning_content: reasoning.slice(9) }),
    ...SAID,
    ...END,
  ),
  'chat.stream/tools': [
    stream(...PIECES.map((piece) => chunk({ tool_calls: [piece] })), stop('tool_calls')),
    ...['llama/chat-stream-tools', 'llama/chat-stream-tools-usage', 'litellm/chat-stream-tools'].map((name) => ({
      ...recorded(name),
      expect: { toolCalls: [{ name: 'get_weather' }] },
    })),
  ],
  'chat.stream/emulated-tools': stream(...chunksOf(emulatedCalls), ...END),
  'chat.stream/length': [stream(...SAID, stop('length')), recorded('llama/chat-stream-logprobs')],
  'chat.stream/error': [
    stream(...SAID, { error: { message: 'the machine broke', type: 'server_error' } }),
    {
      headers: { 'content-type': 'text/event-stream' },
      body: sseOf(SAID, 'error: {"code":500,"message":"it broke"}\n\n'),
    },
  ],
  completion: [
    { json: { ...pieceOfText(text, 'stop'), usage: USAGE } },
    ...['llama/completion', 'ollama/completion', 'litellm/completion'].map((name) =>
      recordedReply(name, (choice) => choice.text),
    ),
  ],
  'completion.stream': [
    stream(pieceOfText(text.slice(0, 9)), pieceOfText(text.slice(9)), pieceOfText('', 'stop'), {
      choices: [],
      usage: USAGE,
    }),
    ...recordedStreams(/\/completion-stream$/),
  ],
  'completion.stream/error': stream(pieceOfText(text), { error: { message: 'the machine broke' } }),
  embedding: {
    json: { object: 'list', model, data: [1, 2, 0].map((index) => ({ index, embedding: vectors[index] })) },
  },
  'embedding/missing': {
    json: { object: 'list', model, data: inputs.slice(1).map((_, index) => ({ index, embedding: [1, 0] })) },
  },
  'models.list': [
    { json: { object: 'list', data: models.map(({ id }) => ({ id, object: 'model' })) } },
    {
      ...recorded('ollama/models'),
      expect: ['embed', 'instruct', 'tools'].map((name) => ({ id: `smollm2-135m-${name}:latest` })),
    },
  ],
  'models.describe': [
    {
      json: {
        object: 'list',
        data: models.map(({ id }) => ({
          id,
          object: 'model',
          context_length: 8192,
          architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
          supported_parameters: ['temperature', 'tools', 'reasoning'],
        })),
      },
      expect: {
        id: model,
        contextLength: undefined,
        maxContextLength: 8192,
        features: {
          imageInput: { value: true, source: 'server' },
          tools: { value: true, source: 'server' },
          reasoning: { value: true, source: 'server' },
        },
      },
    },
    { json: { object: 'list', data: models.map(({ id }) => ({ id, object: 'model' })) }, expect: { features: {} } },
  ],
  'models.describe/lacks': {
    json: {
      object: 'list',
      data: [{ id: model, architecture: { input_modalities: ['text'] }, supported_parameters: [] }],
    },
  },
  'models.describe/silent': { json: { object: 'list', data: [{ id: model, object: 'model', max_model_len: 8192 }] } },
  'error/unknown-model': ['llama', 'ollama', 'litellm'].map((server) => recorded(`${server}/error-unknown-model`)),
  'error/unauthorized': ['llama', 'litellm'].map((server) => recorded(`${server}/error-key`)),
  'error/context-overflow': ['llama', 'litellm'].map((server) => recorded(`${server}/error-context`)),
  'error/rate-limited': {
    status: 429,
    json: { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } },
  },
};
