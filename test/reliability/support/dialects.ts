import type { ProviderPlugin } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

/** An event stream, or a line of JSON a value. */
export type Framing = 'sse' | 'ndjson';

/** How one route of one provider speaks: enough of it to write its answers. */
export interface Dialect {
  readonly name: string;
  readonly plugin: ProviderPlugin;
  readonly provider: 'lmstudio' | 'openai' | 'ollama' | 'llamacpp';
  readonly route: string;
  /** How values follow each other in a stream. */
  readonly framing: Framing;
  /** A value of a stream, whatever it says. */
  readonly event: (json: string) => string;
  /** Bytes that say nothing. */
  readonly keepAlive: string;
  /** An event with a piece of the reply's text. */
  readonly piece: (text: string) => string;
  /** What ends a stream; `text` is the whole of the reply. */
  readonly end: (text: string) => string;
  /** The last event of a reply, without anything that follows it. */
  readonly last: (text: string) => string;
  /** A reply that is not streamed. */
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

/** Every route by which a chat can go, but for the OpenAI-shaped one of Ollama, which is read as that of `openai`. */
export const DIALECTS: readonly Dialect[] = [
  { name: 'openai', plugin: openai, provider: 'openai', route: 'openai', ...chatCompletions },
  { name: 'lmstudio native', plugin: lmstudio, provider: 'lmstudio', route: 'native', ...native },
  { name: 'lmstudio openai', plugin: lmstudio, provider: 'lmstudio', route: 'openai', ...chatCompletions },
  { name: 'llamacpp', plugin: llamacpp, provider: 'llamacpp', route: 'openai', ...chatCompletions },
  { name: 'ollama native', plugin: ollama, provider: 'ollama', route: 'native', ...ollamaNative },
];
