import { makeId } from '../../../shared/engine/make-id.js';
import { Refusal } from '../../../shared/http/refusal.js';
import type { ErrorObject } from '../../../shared/http/refusal.js';
import { EXPRESS_STREAM_HEADERS, sendJson } from '../../../shared/http/send-json.js';
import { SseWriter } from '../../../shared/http/sse-writer.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { planChat } from './chat-plan.js';
import { ChatOutput } from './chat-run.js';
import type { ChatRun } from './chat-run.js';
import { encodeResult } from './encode-result.js';
import { runChat } from './run-chat.js';

/** POST /api/v1/chat. */
export function nativeChat(context: NativeContext): Endpoint {
  return async (exchange) => {
    const plan = planChat(context, exchange);
    const output = new ChatOutput();
    const writer = new SseWriter(exchange.sink, EXPRESS_STREAM_HEADERS);
    const streamed = plan.body.stream === true;
    const run: ChatRun = {
      context,
      exchange,
      plan,
      output,
      emit: (event) => (streamed ? writer.event(event.type, event) : Promise.resolve()),
    };
    const reply = async (): Promise<object> => {
      const messages = await runChat(run);
      const id = plan.body.store === false ? undefined : makeId('resp_', context.nextId());
      if (id !== undefined) context.chats.store(id, messages);
      return encodeResult(output, id, context.delayMs);
    };
    if (!streamed) return sendJson(exchange.sink, 200, await reply());
    return streamChat(writer, run, reply, () => encodeResult(output, undefined, context.delayMs));
  };
}

/** Streams a chat. A failure does not end the stream: `chat.end` follows it, with the partial output. */
async function streamChat(writer: SseWriter, run: ChatRun, reply: () => Promise<object>, partial: () => object) {
  let result: object;
  try {
    result = await reply();
  } catch (error) {
    if (!(error instanceof Refusal) || !writer.started) throw error;
    await run.emit({ type: 'error', error: encodeError(error) });
    result = partial();
  }
  await run.emit({ type: 'chat.end', result });
  await writer.end();
}

/**
 * Encodes an error for the stream. A string becomes an object with a documented type. Null fields are omitted, since
 * they are optional here.
 */
function encodeError({ error }: Refusal): Partial<ErrorObject> {
  if (typeof error === 'string') return { type: 'internal_error', message: error };
  return Object.fromEntries(Object.entries(error).filter(([, value]) => value !== null));
}
