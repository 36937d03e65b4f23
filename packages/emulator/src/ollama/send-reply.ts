import type { ResponseSink } from '../shared/http/response-sink.js';
import { sendText } from '../shared/http/send-text.js';

/** Sends `value` as JSON, without white space, as Ollama does. */
export function sendReply(sink: ResponseSink, status: number, value: unknown): Promise<void> {
  return sendText(sink, { status, contentType: 'application/json; charset=utf-8' }, JSON.stringify(value));
}
