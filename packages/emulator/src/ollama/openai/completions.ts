import { Refusal } from '../../shared/http/refusal.js';
import type { Model } from '../../shared/models/model.js';
import { offeredTools } from '../../shared/openai/read-tools.js';
import { readIncludeUsage } from '../../shared/openai/read-fields.js';
import type { Endpoint, Exchange } from '../../shared/server/exchange.js';
import { answer } from '../reply/run-reply.js';
import { checkTools, readThink, visible } from '../reply/reply-plan.js';
import type { AnswerPlan } from '../reply/reply-plan.js';
import { requireModel } from '../find-model.js';
import { readKeepAlive } from '../keep-alive.js';
import type { OllamaContext } from '../ollama-context.js';
import { readBody, readText } from '../read-body.js';
import { readEffort, readLimits, readMessages, readResponseFormat } from './read-completion.js';
import { tellCompletion } from './write-chat-completion.js';
import type { CompletionVoice } from './write-chat-completion.js';
import { tellTextCompletion } from './write-text-completion.js';

type Body = Readonly<Record<string, unknown>>;

/** Ids repeat, as the real ones do. */
const ID_COUNT = 999;

/** POST /v1/chat/completions. `n`, `tool_choice` and the like are passed over. */
export function chatCompletions(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const messages = readMessages(body);
    const effort = readEffort(body);
    const { model, name } = modelOf(context, body);
    const tools = offeredTools(body['tools']);
    checkTools(model, tools);
    const plan: AnswerPlan = {
      model,
      request: {
        endpoint: 'chat',
        messages: visible(model, messages),
        tools,
        toolChoice: 'auto',
        parallelToolCalls: true,
        schema: readResponseFormat(body['response_format']),
        body,
      },
      think: readThink(model, name, effort),
      options: readLimits(body),
      keepAliveMs: readKeepAlive(undefined),
    };
    await answer(context, exchange, plan, tellCompletion(voiceOf(context, exchange, name, body)));
  };
}

/** POST /v1/completions. */
export function completions(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const { model, name } = modelOf(context, body);
    const plan: AnswerPlan = {
      model,
      request: {
        endpoint: 'completion',
        messages: [{ role: 'user', text: readText(body, 'prompt') ?? '', images: 0 }],
        tools: [],
        toolChoice: 'none',
        parallelToolCalls: false,
        schema: undefined,
        body,
      },
      think: false,
      options: readLimits(body),
      keepAliveMs: readKeepAlive(undefined),
    };
    await answer(context, exchange, plan, tellTextCompletion(voiceOf(context, exchange, name, body)));
  };
}

function modelOf({ registry }: OllamaContext, body: Body): { readonly model: Model; readonly name: string } {
  const name = readText(body, 'model') ?? '';
  if (name === '') throw new Refusal(400, 'model is required');
  return { model: requireModel(registry, name), name };
}

function voiceOf({ nextId, nowMs }: OllamaContext, { sink }: Exchange, name: string, body: Body): CompletionVoice {
  return {
    sink,
    streamed: body['stream'] === true,
    includeUsage: readIncludeUsage(body),
    name,
    answerId: nextId() % ID_COUNT,
    created: Math.floor(nowMs() / 1000),
  };
}
