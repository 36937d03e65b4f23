import { completionRequest } from '../../shared/engine/compose-reply.js';
import { Refusal } from '../../shared/http/refusal.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import type { Model } from '../../shared/models/model.js';
import { readIncludeUsage } from '../../shared/openai/read-request.js';
import type { Endpoint, Exchange } from '../../shared/server/exchange.js';
import { requireModel } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { readBody, readText } from '../read-body.js';
import { readKeepAlive } from '../read-keep-alive.js';
import { chatRequest, DEFAULT_OVERFLOW, readModelTools, readThink, requireCompletion } from '../reply/reply-plan.js';
import { runReply } from '../reply/run-reply.js';
import { readEffort, readLimits, readMessages, readResponseFormat } from './read-completion.js';
import { chatCompletionWriter } from './chat-completion-writer.js';
import type { CompletionFormat } from './chat-completion-writer.js';
import { textCompletionWriter } from './text-completion-writer.js';

/** Number of distinct reply ids. Ollama's ids are not unique either. */
const ID_COUNT = 999;

/** POST /v1/chat/completions. `n`, `tool_choice` and similar fields are ignored. */
export function chatCompletions(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const messages = readMessages(body);
    const effort = readEffort(body);
    const { model, name } = modelOf(context, body);
    const think = readThink(model, name, effort);
    requireCompletion(model, name, 'chat');
    const tools = readModelTools(model, body['tools']);
    const schema = readResponseFormat(body['response_format']);
    const plan = {
      model,
      request: chatRequest(model, { messages, tools, schema, body }),
      think,
      options: readLimits(body),
      keepAliveMs: readKeepAlive(undefined),
      overflow: DEFAULT_OVERFLOW,
    };
    await runReply(context, exchange, plan, chatCompletionWriter(formatOf(context, exchange, name, body)));
  };
}

/** POST /v1/completions. */
export function completions(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { model, name } = modelOf(context, body);
    requireCompletion(model, name, 'generate');
    const plan = {
      model,
      request: completionRequest(model.id, readText(body, 'prompt') ?? '', body),
      think: false,
      options: readLimits(body),
      keepAliveMs: readKeepAlive(undefined),
      overflow: DEFAULT_OVERFLOW,
    };
    await runReply(context, exchange, plan, textCompletionWriter(formatOf(context, exchange, name, body)));
  };
}

function modelOf({ registry }: OllamaContext, body: JsonRecord): { readonly model: Model; readonly name: string } {
  const name = readText(body, 'model') ?? '';
  if (name === '') throw new Refusal(400, 'model is required');
  return { model: requireModel(registry, name), name };
}

function formatOf(
  { nextId, nowMs }: OllamaContext,
  { sink }: Exchange,
  name: string,
  body: JsonRecord,
): CompletionFormat {
  return {
    sink,
    streamed: body['stream'] === true,
    includeUsage: readIncludeUsage(body),
    name,
    replyId: nextId() % ID_COUNT,
    created: Math.floor(nowMs() / 1000),
  };
}
