import { SseWriter } from '../../shared/http/sse-writer.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import type { Ending, Teller } from '../reply/run-reply.js';
import type { Said } from '../reply/output-part.js';
import { textOf, toolCallId } from '../chat/encode-message.js';
import { sendReply } from '../send-reply.js';

/** Where and how a chat completion is told. */
export interface CompletionVoice {
  readonly sink: ResponseSink;
  readonly streamed: boolean;
  readonly includeUsage: boolean;
  readonly name: string;
  readonly answerId: number;
  readonly created: number;
}

/** Go's zero time in seconds, which stands in a chunk that was made from an error. */
const ZERO_TIME = -62_135_596_800;

/** Tells an answer as POST /v1/chat/completions has it; the role comes with every chunk. */
export function tellCompletion(voice: CompletionVoice): Teller {
  const { sink, streamed, includeUsage, name, answerId, created } = voice;
  const head = { id: `chatcmpl-${answerId}`, object: 'chat.completion.chunk' };
  const shell = { ...head, created, model: name, system_fingerprint: 'fp_ollama' };
  if (!streamed) {
    return {
      end: (ending, said) =>
        sendReply(sink, 200, {
          ...shell,
          object: 'chat.completion',
          choices: [{ index: 0, message: encodeSaid(said, answerId), finish_reason: finishOf(ending, said) }],
          usage: encodeUsage(ending),
        }),
    };
  }
  const writer = new SseWriter(sink, { 'Content-Type': 'text/event-stream' });
  const chunk = (delta: object, finish_reason: string | null): object => ({
    ...shell,
    choices: [{ index: 0, delta, finish_reason }],
  });
  return {
    say: (said) => writer.data(chunk(encodeSaid([said], answerId), null)),
    end: async (ending, said) => {
      await writer.data(chunk({ role: 'assistant', content: '' }, finishOf(ending, said)));
      if (includeUsage) await writer.data({ ...shell, choices: [], usage: encodeUsage(ending) });
      await writer.done();
    },
    // The error itself is lost: a chunk of nothing, then the end without a finish reason and without [DONE].
    fail: async () => {
      const empty = chunk({ role: 'assistant', content: '' }, null);
      await writer.data({ ...empty, created: ZERO_TIME, model: '' });
      await writer.end();
    },
  };
}

/** Token counts. */
export function encodeUsage({ promptTokens, tokens }: Ending): object {
  return { prompt_tokens: promptTokens, completion_tokens: tokens, total_tokens: promptTokens + tokens };
}

function finishOf({ finishReason }: Ending, said: readonly Said[]): string {
  if (finishReason === 'length') return 'length';
  return said.some(({ kind }) => kind === 'tool-call') ? 'tool_calls' : 'stop';
}

function encodeSaid(said: readonly Said[], answerId: number): object {
  const reasoning = textOf(said, 'reasoning');
  const calls = said.filter((part) => part.kind === 'tool-call');
  const tool_calls = calls.map(({ index, name, arguments: args }) => ({
    id: toolCallId(answerId, index),
    index,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return {
    role: 'assistant',
    content: textOf(said, 'text'),
    reasoning: reasoning === '' ? undefined : reasoning,
    tool_calls: tool_calls.length === 0 ? undefined : tool_calls,
  };
}
