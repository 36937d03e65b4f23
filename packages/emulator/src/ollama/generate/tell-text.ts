import type { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import type { Ending, Teller } from '../reply/run-reply.js';
import { doneReason } from '../reply/done-reason.js';
import { encodeMetrics } from '../reply/metrics.js';
import type { Said } from '../reply/output-part.js';
import { textOf } from '../chat/encode-message.js';
import { sendReply } from '../send-reply.js';

/** Where and how a text is told. */
interface TextVoice {
  readonly sink: ResponseSink;
  /** Undefined for an answer that is sent whole. */
  readonly writer: NdjsonWriter | undefined;
  /** The fields with which a line begins, by now. */
  readonly shell: () => object;
  /** The tokens of the prompt and of what was answered. */
  readonly tokensOf: (text: string) => readonly number[];
  /** A raw prompt gets no `context`. */
  readonly raw: boolean;
}

/** Tells a text line by line, or whole. */
export function tellText({ sink, writer, shell, tokensOf, raw }: TextVoice): Teller {
  const rest = ({ finishReason, ...metrics }: Ending, said: readonly Said[]): object => ({
    done: true,
    done_reason: doneReason(finishReason),
    context: raw ? undefined : tokensOf(textOf(said, 'text')),
    ...encodeMetrics(metrics),
  });
  if (writer === undefined) {
    return {
      end: (ending, said) => sendReply(sink, 200, { ...shell(), ...encodeText(said), ...rest(ending, said) }),
    };
  }
  return {
    say: (said) => writer.line({ ...shell(), ...encodeText([said]), done: false }),
    end: async (ending, said) => {
      await writer.line({ ...shell(), response: '', ...rest(ending, said) });
      await writer.end();
    },
    fail: async ({ message }) => {
      await writer.line({ error: message });
      await writer.end();
    },
  };
}

function encodeText(said: readonly Said[]): object {
  const thinking = textOf(said, 'reasoning');
  return { response: textOf(said, 'text'), thinking: thinking === '' ? undefined : thinking };
}
