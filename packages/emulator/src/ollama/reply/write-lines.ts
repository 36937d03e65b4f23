import type { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import type { Teller } from './run-reply.js';
import { doneReason } from './done-reason.js';
import { encodeMetrics } from './metrics.js';
import { sendReply } from '../send-reply.js';
import { encodeMessage } from '../chat/encode-message.js';

/** Where and how a chat is told. */
interface ChatVoice {
  readonly sink: ResponseSink;
  /** Undefined for an answer that is sent whole. */
  readonly writer: NdjsonWriter | undefined;
  /** The fields with which a line begins, by now. */
  readonly shell: () => object;
  readonly nextId: () => number;
}

/** Tells a chat line by line, or whole. */
export function tellChat({ sink, writer, shell, nextId }: ChatVoice): Teller {
  const answerId = nextId();
  if (writer === undefined) {
    return {
      end: ({ finishReason, ...metrics }, said) =>
        sendReply(sink, 200, {
          ...shell(),
          message: encodeMessage(said, answerId),
          done: true,
          done_reason: doneReason(finishReason),
          ...encodeMetrics(metrics),
        }),
    };
  }
  return {
    say: (said) => writer.line({ ...shell(), message: encodeMessage([said], answerId), done: false }),
    end: async ({ finishReason, ...metrics }) => {
      const done_reason = doneReason(finishReason);
      await writer.line({ ...shell(), message: encodeMessage([]), done: true, done_reason, ...encodeMetrics(metrics) });
      await writer.end();
    },
    fail: async ({ message }) => {
      await writer.line({ error: message });
      await writer.end();
    },
  };
}
