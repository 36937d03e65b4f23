import { asArray, asString } from '../shared/json/read-json.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { prepareChat } from './chat/read-chat.js';
import type { LlamaContext } from './llama-context.js';
import { openModel } from './open-model.js';
import { readBody } from './read-body.js';
import { sendReply } from './send-reply.js';

/** POST /tokenize: returns token ids, and with `with_pieces` also their texts. */
export function tokenizeText(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    await openModel(context, exchange, body['model']);
    const { content } = body;
    const tokens = context.tokenIds.encode(asString(content) ?? '');
    await sendReply(exchange.sink, 200, { tokens: body['with_pieces'] === true ? tokens : tokens.map(({ id }) => id) });
  };
}

/** POST /detokenize. */
export function detokenizeText(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    await openModel(context, exchange, body['model']);
    const { tokens } = body;
    const ids = asArray(tokens).filter((id) => typeof id === 'number');
    await sendReply(exchange.sink, 200, { content: context.tokenIds.decode(ids) });
  };
}

/** POST /v1/chat/completions/input_tokens: counts the tokens of a chat's prompt. */
export function countInput(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { model } = await openModel(context, exchange, body['model']);
    const { promptTokens } = prepareChat(model, body);
    await sendReply(exchange.sink, 200, { input_tokens: promptTokens, object: 'response.input_tokens' });
  };
}
