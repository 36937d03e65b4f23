import type { Capability } from '@lmux/core';
import { conformanceValues, type FakeResponse, type FakeRequest, type RouteFixtures } from '@lmux/core/testing';
import { wireCalls, wireUsage } from '@lmux/test-support';
import { recorded } from './fixtures.js';
import { ABLE_PROPS, descriptions, list } from './conformance-descriptions.js';
import { type PlainResponse, recordedCall, recordedReply, recordedStream } from './conformance-recordings.js';

const { model, text, reasoning, usage, toolCalls, emulatedCalls, vectors, models, job } = conformanceValues;

const USAGE = wireUsage(usage);

const TIMINGS = {
  cache_n: 0,
  prompt_n: 12,
  prompt_ms: 120,
  predicted_n: 7,
  predicted_ms: 70,
  predicted_per_second: 100,
};

const ABOUT = { created: 1_795_353_490, id: 'chatcmpl-conformance', model, system_fingerprint: 'b11434-unknown' };

function chunk(delta: object, reason: string | null = null, more: object = {}): object {
  return {
    choices: [{ finish_reason: reason, index: 0, delta }],
    ...ABOUT,
    object: 'chat.completion.chunk',
    ...more,
  };
}

function data(...values: object[]): string {
  return values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('');
}

function stream(...values: object[]): PlainResponse {
  return { headers: { 'content-type': 'text/event-stream' }, body: `${data(...values)}data: [DONE]\n\n` };
}

function reply(message: object, reason: string): PlainResponse {
  return {
    json: {
      choices: [{ finish_reason: reason, index: 0, message: { role: 'assistant', ...message } }],
      ...ABOUT,
      object: 'chat.completion',
      usage: USAGE,
      timings: TIMINGS,
    },
  };
}

function continuation(content: string, reason: string | null = null, more: object = {}): object {
  return {
    choices: [{ text: content, index: 0, logprobs: null, finish_reason: reason }],
    ...ABOUT,
    object: 'text_completion',
    ...more,
  };
}

function refusal(status: number, type: string, message: string): PlainResponse {
  return { status, json: { error: { code: status, message, type } } };
}

const ROLE = chunk({ role: 'assistant', content: null });

/** Returns a text in two chunks. */
function chunksOf(content: string): object[] {
  return [ROLE, chunk({ content: content.slice(0, 9) }), chunk({ content: content.slice(9) })];
}

const SAID = chunksOf(text);

const TOKENS = { ...chunk({}), choices: [], usage: USAGE, timings: TIMINGS };

const END = [chunk({}, 'stop'), TOKENS];

const BROKEN = { error: { code: 500, message: 'the engine broke', type: 'server_error' } };

const TIMING = { timeToFirstTokenSeconds: 0.12, tokensPerSecond: 100 };

const CALLS = wireCalls(toolCalls, (index) => `call-${index}`);

const PIECES = CALLS.flatMap(({ function: { name, arguments: args }, ...call }) => [
  { ...call, function: { name, arguments: '' } },
  ...[args.slice(0, 9), args.slice(9)].map((piece) => ({ index: call.index, function: { arguments: piece } })),
]);

/** Creates a chunk with prompt progress. 20 tokens of the prompt are cached. */
function progress(processed: number): object {
  return chunk({ role: 'assistant', content: null }, null, {
    prompt_progress: { total: 120, cache: 20, processed, time_ms: processed },
  });
}

const PARIS = [{ name: 'get_weather', input: { city: 'Paris' } }];

const DOWNLOADING = { jobId: job.jobId, status: 'downloading' };

const LOADED = { loaded: true, instances: [{ config: { n_ctx: 2048 } }], parameters: '134.5M', format: 'gguf' };

/** Responses of llama-server: written by hand with the suite's values, and recorded from a real server. */
export const openai: RouteFixtures = {
  chat: [{ ...reply({ content: text }, 'stop'), expect: { timing: TIMING, warnings: [] } }, recordedReply('chat')],
  'chat/tools': [
    reply(
      { content: null, tool_calls: CALLS.map(({ id, type, function: called }) => ({ id, type, function: called })) },
      'tool_calls',
    ),
    recordedCall('chat-tools', PARIS),
  ],
  'chat/emulated-tools': reply({ content: emulatedCalls }, 'stop'),
  'chat.stream': [
    { ...stream(...SAID, ...END), expect: { timing: TIMING } },
    recordedStream('chat-stream'),
    recordedStream('chat-stream-usage'),
    recordedStream('chat-stream-progress'),
  ],
  'chat.stream/reasoning': stream(
    ROLE,
    chunk({ reasoning_content: reasoning.slice(0, 9) }),
    chunk({ reasoning_content: reasoning.slice(9) }),
    ...SAID.slice(1),
    ...END,
  ),
  'chat.stream/tools': [
    stream(ROLE, ...PIECES.map((call) => chunk({ tool_calls: [call] })), chunk({}, 'tool_calls'), TOKENS),
    ...['chat-stream-tools', 'chat-stream-tools-usage'].map((name) => recordedCall(name, [{ name: 'get_weather' }])),
  ],
  'chat.stream/emulated-tools': stream(...chunksOf(emulatedCalls), ...END),
  'chat.stream/length': [stream(...SAID, chunk({}, 'length'), TOKENS), recorded('chat-stream-logprobs')],
  'chat.stream/error': { ...stream(...SAID, BROKEN), expect: { code: 'server_error' } },
  'chat.stream/prompt': [
    stream(progress(20), progress(70), progress(120), ...SAID, ...END),
    recordedStream('chat-stream-progress'),
  ],
  completion: [{ json: continuation(text, 'stop', { usage: USAGE, timings: TIMINGS }) }, recordedReply('completion')],
  'completion.stream': [
    stream(continuation(text.slice(0, 9)), continuation(text.slice(9)), continuation('', 'stop', { usage: USAGE })),
    recordedStream('completion-stream'),
  ],
  'completion.stream/error': stream(continuation(text), BROKEN),
  embedding: {
    json: {
      model,
      object: 'list',
      usage: { prompt_tokens: 12, total_tokens: 12 },
      data: [1, 2, 0].map((index) => ({ embedding: vectors[index], index, object: 'embedding' })),
    },
  },
  'embedding/missing': {
    json: { model, object: 'list', data: [{ embedding: vectors[0], index: 0, object: 'embedding' }] },
  },
  'models.list': [
    { ...list('loaded'), expect: models.map(() => LOADED) },
    { ...list('unloaded'), expect: models.map(() => ({ loaded: false, instances: [] })) },
    {
      ...recorded('models'),
      expect: ['embed', 'instruct', 'tools'].map((name) => ({
        id: `smollm2-135m-${name}`,
        maxContextLength: 8192,
        sizeBytes: 96_576_768,
        quantization: 'Q4_1',
        ...LOADED,
      })),
    },
  ],
  'models.running': [list('loaded'), list('sleeping')],
  'models.running/no': [list('unloaded'), list('loading'), list('downloading')],
  'models.load': [
    { ...recorded('models-load'), expect: { config: { n_ctx: 2048 }, warnings: [] } },
    { ...recorded('models-load-again'), expect: { loadSeconds: 0, config: { n_ctx: 2048 } } },
  ],
  'models.unload': recorded('models-unload'),
  'models.download': { ...recorded('models-load'), expect: { ...DOWNLOADING, jobId: model } },
  ...descriptions,
  'models.delete': { json: { success: true } },
  'tokens.count': { json: { input_tokens: 31, object: 'response.input_tokens' }, expect: { inputTokens: 31 } },
  'error/unknown-model': recorded('error-unknown-model'),
  'error/unauthorized': recorded('error-key'),
  'error/context-overflow': recorded('error-context'),
  'error/rate-limited': refusal(429, 'rate_limit_error', 'Rate limit reached'),
};

/** Emits the events of a router: only the end of a download, once one has started. */
async function* events(begun: Promise<void>): AsyncGenerator<Uint8Array> {
  await begun;
  yield new TextEncoder().encode(data({ model, event: 'download_finished' }));
}

/** Creates the responses to the provider's additional requests: those of a router that tracks the status of its models. */
export function router(): (request: FakeRequest, operation: Capability | undefined) => FakeResponse | undefined {
  let status = 'unloaded';
  let downloading = false;
  let onDownload: (() => void) | undefined;
  return ({ url, method }, operation) => {
    const { pathname, searchParams } = new URL(url);
    if (method === 'POST' && pathname.startsWith('/models')) {
      // The abort of a download cancels it on the router.
      if (downloading && pathname === '/models/unload') return recorded('models-unload');
      downloading = pathname === '/models';
      status = pathname === '/models/load' ? 'loaded' : 'unloaded';
      if (pathname === '/models') onDownload?.();
      return undefined;
    }
    switch (pathname) {
      case '/props':
        // The fixtures of a description have the properties.
        if (searchParams.has('model')) return operation === 'models.describe' ? undefined : { json: ABLE_PROPS };
        // The first request of every client.
        downloading = false;
        return recorded('props-router');
      case '/models/sse': {
        const begun = new Promise<void>((resolve) => {
          onDownload = resolve;
        });
        return { headers: { 'content-type': 'text/event-stream' }, body: events(begun), ending: 'hold' };
      }
      case '/models':
        return method === 'DELETE' ? undefined : list(status);
      default:
        return undefined;
    }
  };
}
