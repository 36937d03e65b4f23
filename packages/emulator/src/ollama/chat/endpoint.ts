import { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import { offeredTools } from '../../shared/openai/read-tools.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { answer } from '../reply/run-reply.js';
import { checkTools, readThink, visible } from '../reply/reply-plan.js';
import type { AnswerPlan } from '../reply/reply-plan.js';
import { readFormat } from '../reply/read-format.js';
import { requireModel } from '../find-model.js';
import { readKeepAlive } from '../keep-alive.js';
import type { OllamaContext } from '../ollama-context.js';
import { closeModel, openModel } from '../open-model.js';
import { badRequest, readBody, readText } from '../read-body.js';
import { readOptions } from '../read-options.js';
import { sendReply } from '../send-reply.js';
import { encodeMessage } from './encode-message.js';
import { readMessages } from './read-messages.js';
import { tellChat } from '../reply/write-lines.js';

/** POST /api/chat. Without messages it only loads the model, or with `keep_alive: 0` unloads it. */
export function chat(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? '';
    const messages = readMessages(body['messages']);
    const keepAliveMs = readKeepAlive(body['keep_alive']);
    if (name === '') throw badRequest('model is required');
    const model = requireModel(context.registry, name);
    const options = readOptions(body['options']);
    if (messages.length === 0) {
      if (keepAliveMs === 0) closeModel(context, model);
      else await openModel(context, model, { contextLength: options.contextLength, keepAliveMs });
      exchange.notes.model = model.id;
      return sendReply(exchange.sink, 200, {
        ...shellOf(context, name),
        message: encodeMessage([]),
        done: true,
        done_reason: keepAliveMs === 0 ? 'unload' : 'load',
      });
    }
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
        schema: readFormat(body['format']),
        body,
      },
      think: readThink(model, name, body['think']),
      options,
      keepAliveMs,
    };
    const shell = (): object => shellOf(context, name);
    const writer = body['stream'] === false ? undefined : new NdjsonWriter(exchange.sink);
    await answer(context, exchange, plan, tellChat({ sink: exchange.sink, writer, shell, nextId: context.nextId }));
  };
}

/** What every line begins with; the name is the one that was asked for. */
function shellOf({ nowMs }: OllamaContext, name: string): object {
  return { model: name, created_at: new Date(nowMs()).toISOString() };
}
