import { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import { sendCompactJson } from '../../shared/http/send-text.js';
import { doneReason, encodeMetrics } from './metrics.js';
import type { OutputPart } from './output-part.js';
import type { Ending, ReplyWriter } from './run-reply.js';

/** The sink of a reply and the encoding of its lines. */
interface LineFormat {
  readonly sink: ResponseSink;
  /** True to send one line per part, false to send one JSON object for the complete reply. */
  readonly streamed: boolean;
  /** Returns the fields at the start of a line, with the current time. */
  readonly head: () => object;
  /** Encodes the fields of these parts. */
  readonly encode: (parts: readonly OutputPart[]) => object;
  /** Encodes additional fields of the last line. */
  readonly encodeEnd?: (parts: readonly OutputPart[]) => object;
}

/** Creates a writer that sends a reply as NDJSON or as one JSON object. */
export function lineWriter({ sink, streamed, head, encode, encodeEnd }: LineFormat): ReplyWriter {
  const last = (
    written: readonly OutputPart[],
    { finishReason, ...metrics }: Ending,
    parts: readonly OutputPart[],
  ): object => ({
    ...head(),
    ...encode(written),
    done: true,
    done_reason: doneReason(finishReason),
    ...encodeEnd?.(parts),
    ...encodeMetrics(metrics),
  });
  if (!streamed) return { end: (ending, parts) => sendCompactJson(sink, 200, last(parts, ending, parts)) };
  const writer = new NdjsonWriter(sink);
  return {
    write: (part) => writer.line({ ...head(), ...encode([part]), done: false }),
    end: async (ending, parts) => {
      await writer.line(last([], ending, parts));
      await writer.end();
    },
    fail: async ({ message }) => {
      await writer.line({ error: message });
      await writer.end();
    },
  };
}
