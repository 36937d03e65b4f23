import type { ProviderPlugin } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

/** Format of a stream: server-sent events or newline-delimited JSON. */
export type Framing = 'sse' | 'ndjson';

/** The wire format of one route of one provider, as far as it is needed to write responses. */
export interface Dialect {
  readonly name: string;
  readonly plugin: ProviderPlugin;
  readonly provider: 'lmstudio' | 'openai' | 'ollama' | 'llamacpp';
  readonly route: string;
  /** Format of streams. */
  readonly framing: Framing;
  /** Returns an item of a stream with this JSON. */
  readonly event: (json: string) => string;
  /** Bytes that only keep the connection alive. */
  readonly keepAlive: string;
  /** Returns an event with a text delta. */
  readonly piece: (text: string) => string;
  /** Returns the end of a stream, including its end marker. `text` is the complete text of the response. */
  readonly end: (text: string) => string;
  /** Returns the last event of a response, without the end marker that may follow it. */
  readonly last: (text: string) => string;
  /** Returns a response that is not streamed. */
  readonly whole: (text: string) => string;
}

const SSE = {
  framing: 'sse',
  event: (json: string): string => `data: ${json}\n\n`,
  keepAlive: ': still here\n\n',
} as const;
const NDJSON = { framing: 'ndjson', event: (json: string): string => `${json}\n`, keepAlive: '\n' } as const;

const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };

function data(value: unknown): string {
  return SSE.event(JSON.stringify(value));
}

function chunkOf(delta: object, finishReason: string | null): string {
  return data({ ...CHUNK, choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

const chatCompletions = {
  ...SSE,
  piece: (text: string): string => chunkOf({ content: text }, null),
  last: (): string => chunkOf({}, 'stop'),
  end: (): string => `${chunkOf({}, 'stop')}data: [DONE]\n\n`,
  whole: (text: string): string =>
    JSON.stringify({
      ...CHUNK,
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    }),
};

function named(type: string, payload: object = {}): string {
  return `event: ${type}\n${data({ type, ...payload })}`;
}

function result(text: string): object {
  return {
    model_instance_id: 'm',
    output: [{ type: 'message', content: text }],
    stats: { input_tokens: 1, total_output_tokens: 1 },
    response_id: 'resp_1',
  };
}

const native = {
  ...SSE,
  piece: (text: string): string => named('message.delta', { content: text }),
  last: (text: string): string => named('chat.end', { result: result(text) }),
  end: (text: string): string => named('chat.end', { result: result(text) }),
  whole: (text: string): string => JSON.stringify(result(text)),
};

const ENDED = { done: true, done_reason: 'stop', prompt_eval_count: 1, eval_count: 1 };

function reply(content: string, rest: object): string {
  const message = { role: 'assistant', content };
  return JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message, ...rest });
}

const ollamaNative = {
  ...NDJSON,
  piece: (text: string): string => NDJSON.event(reply(text, { done: false })),
  last: (): string => NDJSON.event(reply('', ENDED)),
  end: (): string => NDJSON.event(reply('', ENDED)),
  whole: (text: string): string => reply(text, ENDED),
};

/** Every route that supports chats, except Ollama's OpenAI-compatible one, which is decoded like that of `openai`. */
export const DIALECTS: readonly Dialect[] = [
  { name: 'openai', plugin: openai, provider: 'openai', route: 'openai', ...chatCompletions },
  { name: 'lmstudio native', plugin: lmstudio, provider: 'lmstudio', route: 'native', ...native },
  { name: 'lmstudio openai', plugin: lmstudio, provider: 'lmstudio', route: 'openai', ...chatCompletions },
  { name: 'llamacpp', plugin: llamacpp, provider: 'llamacpp', route: 'openai', ...chatCompletions },
  { name: 'ollama native', plugin: ollama, provider: 'ollama', route: 'native', ...ollamaNative },
];
