import { Refusal } from '../../../shared/http/refusal.js';
import type { ErrorObject } from '../../../shared/http/refusal.js';
import type { SseWriter } from '../../../shared/http/sse-writer.js';
import type { ChatRun } from './chat-run.js';

/** Streams a chat. A failure does not end the stream: `chat.end` follows it, with what was said. */
export async function streamChat(writer: SseWriter, run: ChatRun, answer: () => Promise<object>, rest: () => object) {
  let result: object;
  try {
    result = await answer();
  } catch (error) {
    if (!(error instanceof Refusal) || !writer.started) throw error;
    await run.emit({ type: 'error', error: encodeError(error) });
    result = rest();
  }
  await run.emit({ type: 'chat.end', result });
  await writer.end();
}

/** A text becomes an object with a type of the documents; null fields are left out, as they are optional here. */
function encodeError({ error }: Refusal): Partial<ErrorObject> {
  if (typeof error === 'string') return { type: 'internal_error', message: error };
  return Object.fromEntries(Object.entries(error).filter(([, value]) => value !== null));
}
