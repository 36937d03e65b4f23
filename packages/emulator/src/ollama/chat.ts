import { textOf } from '../shared/engine/generation.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { requireModel } from './model-name.js';
import type { OllamaContext } from './ollama-context.js';
import { loadOrUnload } from './open-model.js';
import { badRequest, readBody, readText } from './read-body.js';
import { readKeepAlive } from './read-keep-alive.js';
import { readMessages } from './read-messages.js';
import { readOptions } from './read-options.js';
import { lineWriter } from './reply/line-writer.js';
import { toolCallId } from './reply/output-part.js';
import type { OutputPart } from './reply/output-part.js';
import {
  chatRequest,
  readFormat,
  readModelTools,
  readOverflow,
  readThink,
  requireCompletion,
} from './reply/reply-plan.js';
import type { ReplyPlan } from './reply/reply-plan.js';
import { runReply } from './reply/run-reply.js';

/** POST /api/chat. Without messages, it only loads the model, or unloads it with `keep_alive: 0`. */
export function chat(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? '';
    const messages = readMessages(body['messages']);
    const keepAliveMs = readKeepAlive(body['keep_alive']);
    if (name === '') throw badRequest('model is required');
    const model = requireModel(context.registry, name);
    const options = readOptions(body['options']);
    const think = readThink(model, name, body['think']);
    if (messages.length > 0 || keepAliveMs !== 0) requireCompletion(model, name, 'chat');
    // The response contains the requested name, even without a tag.
    const head = (): object => ({ model: name, created_at: new Date(context.nowMs()).toISOString() });
    if (messages.length === 0) {
      const empty = (): object => ({ ...head(), message: encodeMessage([]) });
      return loadOrUnload(context, exchange, model, { ...options, keepAliveMs }, empty);
    }
    const tools = readModelTools(model, body['tools']);
    const plan: ReplyPlan = {
      model,
      request: chatRequest(model, { messages, tools, schema: readFormat(body['format']), body }),
      think,
      options,
      keepAliveMs,
      overflow: readOverflow(body),
    };
    const replyId = context.nextId();
    const encode = (parts: readonly OutputPart[]): object => ({ message: encodeMessage(parts, replyId) });
    const streamed = body['stream'] !== false;
    await runReply(context, exchange, plan, lineWriter({ sink: exchange.sink, streamed, head, encode }));
  };
}

/** Encodes a message with these parts. The ids of its tool calls are derived from `replyId`. */
function encodeMessage(parts: readonly OutputPart[], replyId = 0): object {
  const calls = parts.filter((part) => part.kind === 'tool-call');
  return {
    role: 'assistant',
    content: textOf(parts, 'text'),
    thinking: textOf(parts, 'reasoning') || undefined,
    // Arguments are an object here, not a JSON string.
    tool_calls:
      calls.length === 0
        ? undefined
        : calls.map(({ index, name, arguments: args }) => ({
            id: toolCallId(replyId, index),
            function: { index, name, arguments: args },
          })),
  };
}
