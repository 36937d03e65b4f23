import { lmstudio } from '@lmux/provider-lmstudio';
import { openai } from '@lmux/provider-openai';

/** How one route of one provider speaks: enough of it to write its answers. */
export interface Dialect {
  readonly name: string;
  readonly plugin: typeof lmstudio | typeof openai;
  readonly provider: 'lmstudio' | 'openai';
  readonly route: string;
  /** An event with a piece of the reply's text. */
  readonly piece: (text: string) => string;
  /** What ends a stream; `text` is the whole of the reply. */
  readonly end: (text: string) => string;
  /** The last event of a reply, without anything that follows it. */
  readonly last: (text: string) => string;
  /** A reply that is not streamed. */
  readonly whole: (text: string) => string;
}

const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function chunkOf(delta: object, finishReason: string | null): string {
  return data({ ...CHUNK, choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

const chatCompletions = {
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
  piece: (text: string): string => named('message.delta', { content: text }),
  last: (text: string): string => named('chat.end', { result: result(text) }),
  end: (text: string): string => named('chat.end', { result: result(text) }),
  whole: (text: string): string => JSON.stringify(result(text)),
};

/** Every route by which a chat can go. */
export const DIALECTS: readonly Dialect[] = [
  { name: 'openai', plugin: openai, provider: 'openai', route: 'openai', ...chatCompletions },
  { name: 'lmstudio native', plugin: lmstudio, provider: 'lmstudio', route: 'native', ...native },
  { name: 'lmstudio openai', plugin: lmstudio, provider: 'lmstudio', route: 'openai', ...chatCompletions },
];
