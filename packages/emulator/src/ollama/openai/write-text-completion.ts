import { SseWriter } from '../../shared/http/sse-writer.js';
import type { Teller } from '../reply/run-reply.js';
import { doneReason } from '../reply/done-reason.js';
import { textOf } from '../chat/encode-message.js';
import { sendReply } from '../send-reply.js';
import { encodeUsage } from './write-chat-completion.js';
import type { CompletionVoice } from './write-chat-completion.js';

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** Tells an answer as POST /v1/completions has it; asked for usage, every chunk has some, all zero but the last. */
export function tellTextCompletion(voice: CompletionVoice): Teller {
  const { sink, streamed, includeUsage, name, answerId, created } = voice;
  const head = { id: `cmpl-${answerId}`, object: 'text_completion', created };
  const tail = { model: name, system_fingerprint: 'fp_ollama' };
  if (!streamed) {
    return {
      end: (ending, said) => {
        const choices = [{ text: textOf(said, 'text'), index: 0, finish_reason: doneReason(ending.finishReason) }];
        return sendReply(sink, 200, { ...head, ...tail, choices, usage: encodeUsage(ending) });
      },
    };
  }
  const writer = new SseWriter(sink, { 'Content-Type': 'text/event-stream' });
  const usage = includeUsage ? NO_USAGE : undefined;
  const chunk = (text: string, finish_reason: string | null): object => ({
    ...head,
    choices: [{ text, index: 0, finish_reason }],
    ...tail,
    usage,
  });
  return {
    say: (said) => (said.kind === 'text' ? writer.data(chunk(said.text, null)) : Promise.resolve()),
    end: async (ending) => {
      await writer.data(chunk('', doneReason(ending.finishReason)));
      if (includeUsage) await writer.data({ ...head, choices: [], ...tail, usage: encodeUsage(ending) });
      await writer.done();
    },
    fail: async () => {
      await writer.data(chunk('', null));
      await writer.end();
    },
  };
}
