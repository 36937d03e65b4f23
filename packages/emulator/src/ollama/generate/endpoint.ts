import { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import type { PromptMessage } from '../../shared/engine/reply.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { answer } from '../reply/run-reply.js';
import { readThink, visible } from '../reply/reply-plan.js';
import type { AnswerPlan } from '../reply/reply-plan.js';
import { readFormat } from '../reply/read-format.js';
import { readImages } from '../chat/read-messages.js';
import { requireModel } from '../find-model.js';
import { readKeepAlive } from '../keep-alive.js';
import type { OllamaContext } from '../ollama-context.js';
import { closeModel, openModel } from '../open-model.js';
import { readBody, readText } from '../read-body.js';
import { readOptions } from '../read-options.js';
import { sendReply } from '../send-reply.js';
import { tellText } from './tell-text.js';

/** POST /api/generate. Without a prompt it only loads the model, or with `keep_alive: 0` unloads it. */
export function generateText(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? '';
    const prompt = readText(body, 'prompt') ?? '';
    const keepAliveMs = readKeepAlive(body['keep_alive']);
    const model = requireModel(context.registry, name);
    const options = readOptions(body['options']);
    const shell = (): object => ({ model: name, created_at: new Date(context.nowMs()).toISOString() });
    if (prompt === '') {
      if (keepAliveMs === 0) closeModel(context, model);
      else await openModel(context, model, { contextLength: options.contextLength, keepAliveMs });
      exchange.notes.model = model.id;
      const done_reason = keepAliveMs === 0 ? 'unload' : 'load';
      return sendReply(exchange.sink, 200, { ...shell(), response: '', done: true, done_reason });
    }
    const plan: AnswerPlan = {
      model,
      request: {
        endpoint: 'completion',
        messages: visible(model, readPrompt(prompt, body)),
        tools: [],
        toolChoice: 'none',
        parallelToolCalls: false,
        schema: readFormat(body['format']),
        body,
      },
      think: readThink(model, name, body['think']),
      options,
      keepAliveMs,
    };
    const writer = body['stream'] === false ? undefined : new NdjsonWriter(exchange.sink);
    const tokensOf = (text: string): number[] => context.tokenIds.encode(prompt + text).map(({ id }) => id);
    const raw = body['raw'] === true;
    await answer(context, exchange, plan, tellText({ sink: exchange.sink, writer, shell, tokensOf, raw }));
  };
}

function readPrompt(prompt: string, body: Readonly<Record<string, unknown>>): PromptMessage[] {
  const system = readText(body, 'system') ?? '';
  const user = { role: 'user', text: prompt, images: readImages(body['images']) };
  return system === '' ? [user] : [{ role: 'system', text: system, images: 0 }, user];
}
