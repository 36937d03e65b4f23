import { textOf } from '../../shared/engine/generation.js';
import { sendCompactJson } from '../../shared/http/send-text.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import { encodeUsage } from '../../shared/openai/encode-completion.js';
import { doneReason } from '../reply/metrics.js';
import type { ReplyWriter } from '../reply/run-reply.js';
import type { CompletionFormat } from './chat-completion-writer.js';

/**
 * Writes a reply in the format of POST /v1/completions. If usage is requested, every chunk has it, and all but the last
 * are zero.
 */
export function textCompletionWriter(format: CompletionFormat): ReplyWriter {
  const { sink, streamed, includeUsage, name, replyId, created } = format;
  const head = { id: `cmpl-${replyId}`, object: 'text_completion', created };
  const tail = { model: name, system_fingerprint: 'fp_ollama' };
  if (!streamed) {
    return {
      end: ({ finishReason, promptTokens, tokens }, parts) => {
        const choices = [{ text: textOf(parts, 'text'), index: 0, finish_reason: doneReason(finishReason) }];
        return sendCompactJson(sink, 200, { ...head, ...tail, choices, usage: encodeUsage(promptTokens, tokens) });
      },
    };
  }
  const writer = new SseWriter(sink, { 'Content-Type': 'text/event-stream' });
  const usage = includeUsage ? encodeUsage(0, 0) : undefined;
  const chunk = (text: string, finish_reason: string | null): object => ({
    ...head,
    choices: [{ text, index: 0, finish_reason }],
    ...tail,
    usage,
  });
  return {
    write: (part) => (part.kind === 'text' ? writer.data(chunk(part.text, null)) : Promise.resolve()),
    end: async ({ finishReason, promptTokens, tokens }) => {
      await writer.data(chunk('', doneReason(finishReason)));
      if (includeUsage) await writer.data({ ...head, choices: [], ...tail, usage: encodeUsage(promptTokens, tokens) });
      await writer.done();
    },
    fail: async () => {
      await writer.data(chunk('', null));
      await writer.end();
    },
  };
}
