import { sendJson } from '../../../shared/http/send-json.js';
import { SseWriter } from '../../../shared/http/sse-writer.js';
import { makeId } from '../../../shared/engine/make-id.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { ChatOutput } from './chat-output.js';
import { planChat } from './chat-plan.js';
import type { ChatRun } from './chat-run.js';
import { encodeResult } from './encode-result.js';
import { runChat } from './run-chat.js';
import { streamChat } from './stream-chat.js';

/** POST /api/v1/chat. */
export function nativeChat(context: NativeContext): Endpoint {
  return async (exchange) => {
    const plan = planChat(context, exchange);
    const output = new ChatOutput();
    const writer = new SseWriter(exchange.sink);
    const streamed = plan.body.stream === true;
    const run: ChatRun = {
      context,
      exchange,
      plan,
      output,
      emit: (event) => (streamed ? writer.event(event.type, event) : Promise.resolve()),
    };
    const answer = async (): Promise<object> => {
      const messages = await runChat(run);
      const id = plan.body.store === false ? undefined : makeId('resp_', context.nextId());
      if (id !== undefined) context.chats.store(id, messages);
      return encodeResult(output, id, context.delayMs);
    };
    if (!streamed) return sendJson(exchange.sink, 200, await answer());
    return streamChat(writer, run, answer, () => encodeResult(output, undefined, context.delayMs));
  };
}
