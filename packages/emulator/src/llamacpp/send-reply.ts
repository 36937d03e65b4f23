import type { ResponseSink } from '../shared/http/response-sink.js';
import { sendCompactJson } from '../shared/http/send-text.js';

/** Headers of every response. */
const SERVER = { Server: 'llama.cpp' };

/** The headers of a stream. */
export const STREAM_HEADERS = { ...SERVER, 'X-Accel-Buffering': 'no', 'Content-Type': 'text/event-stream' };

/** Sends `value` as JSON without whitespace, like llama-server. */
export function sendReply(
  sink: ResponseSink,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  return sendCompactJson(sink, status, value, { ...SERVER, ...headers });
}

/** Sends a 204 without a body. */
export async function sendNothing(sink: ResponseSink): Promise<void> {
  await sink.start({ status: 204, headers: SERVER });
  await sink.end();
}
