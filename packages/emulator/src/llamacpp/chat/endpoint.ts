import type { Endpoint } from '../../shared/server/exchange.js';
import type { LlamaContext } from '../llama-context.js';
import { readBody } from '../read-body.js';
import { answerChat } from './answer-chat.js';

/** POST /v1/chat/completions. With a conversation's id, a stream is kept and goes on when its client leaves. */
export function chatCompletions(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const id = exchange.record.headers['x-conversation-id'];
    if (typeof id !== 'string' || id === '' || body['stream'] !== true) return answerChat(context, exchange, body);
    return context.conversations.keep(id, exchange, (inner) => answerChat(context, inner, body));
  };
}
