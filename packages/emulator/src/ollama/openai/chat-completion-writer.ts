import { textOf } from '../../shared/engine/generation.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import { sendCompactJson } from '../../shared/http/send-text.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import { encodeUsage } from '../../shared/openai/encode-completion.js';
import { toolCallId } from '../reply/output-part.js';
import type { OutputPart } from '../reply/output-part.js';
import type { Ending, ReplyWriter } from '../reply/run-reply.js';

/** The sink and the format of a completion. */
export interface CompletionFormat {
  readonly sink: ResponseSink;
  readonly streamed: boolean;
  readonly includeUsage: boolean;
  readonly name: string;
  readonly replyId: number;
  readonly created: number;
}

/** Go's zero time in seconds. A chunk that is made from an error contains it. */
const ZERO_TIME = -62_135_596_800;

/** Writes a reply in the format of POST /v1/chat/completions. Every chunk contains the role. */
export function chatCompletionWriter(format: CompletionFormat): ReplyWriter {
  const { sink, streamed, includeUsage, name, replyId, created } = format;
  const head = { id: `chatcmpl-${replyId}`, object: 'chat.completion.chunk' };
  const fields = { ...head, created, model: name, system_fingerprint: 'fp_ollama' };
  if (!streamed) {
    return {
      end: (ending, parts) =>
        sendCompactJson(sink, 200, {
          ...fields,
          object: 'chat.completion',
          choices: [{ index: 0, message: encodeMessage(parts, replyId), finish_reason: finishReasonOf(ending, parts) }],
          usage: encodeUsage(ending.promptTokens, ending.tokens),
        }),
    };
  }
  const writer = new SseWriter(sink, { 'Content-Type': 'text/event-stream' });
  const chunk = (delta: object, finish_reason: string | null): object => ({
    ...fields,
    choices: [{ index: 0, delta, finish_reason }],
  });
  return {
    write: (part) => writer.data(chunk(encodeMessage([part], replyId), null)),
    end: async (ending, parts) => {
      await writer.data(chunk({ role: 'assistant', content: '' }, finishReasonOf(ending, parts)));
      const usage = encodeUsage(ending.promptTokens, ending.tokens);
      if (includeUsage) await writer.data({ ...fields, choices: [], usage });
      await writer.done();
    },
    // The error itself is lost: an empty chunk is sent, and the stream ends without a finish reason and [DONE].
    fail: async () => {
      const empty = chunk({ role: 'assistant', content: '' }, null);
      await writer.data({ ...empty, created: ZERO_TIME, model: '' });
      await writer.end();
    },
  };
}

function finishReasonOf({ finishReason }: Ending, parts: readonly OutputPart[]): string {
  if (finishReason === 'length') return 'length';
  return parts.some(({ kind }) => kind === 'tool-call') ? 'tool_calls' : 'stop';
}

function encodeMessage(parts: readonly OutputPart[], replyId: number): object {
  const calls = parts.filter((part) => part.kind === 'tool-call');
  const tool_calls = calls.map(({ index, name, arguments: args }) => ({
    id: toolCallId(replyId, index),
    index,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return {
    role: 'assistant',
    content: textOf(parts, 'text'),
    reasoning: textOf(parts, 'reasoning') || undefined,
    tool_calls: tool_calls.length === 0 ? undefined : tool_calls,
  };
}
