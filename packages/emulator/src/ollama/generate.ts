import { completionRequest } from '../shared/engine/compose-reply.js';
import { textOf } from '../shared/engine/generation.js';
import type { PromptMessage } from '../shared/engine/reply.js';
import type { JsonRecord } from '../shared/json/read-json.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { requireModel } from './model-name.js';
import type { OllamaContext } from './ollama-context.js';
import { loadOrUnload } from './open-model.js';
import { readBody, readText } from './read-body.js';
import { readKeepAlive } from './read-keep-alive.js';
import { readImages } from './read-messages.js';
import { readOptions } from './read-options.js';
import { lineWriter } from './reply/line-writer.js';
import type { OutputPart } from './reply/output-part.js';
import { readFormat, readOverflow, readThink, requireCompletion, visibleMessages } from './reply/reply-plan.js';
import type { ReplyPlan } from './reply/reply-plan.js';
import { runReply } from './reply/run-reply.js';

/** POST /api/generate. Without a prompt, it only loads the model, or unloads it with `keep_alive: 0`. */
export function generateText(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? '';
    const prompt = readText(body, 'prompt') ?? '';
    const keepAliveMs = readKeepAlive(body['keep_alive']);
    const model = requireModel(context.registry, name);
    const options = readOptions(body['options']);
    const think = readThink(model, name, body['think']);
    if (prompt !== '' || keepAliveMs !== 0) requireCompletion(model, name, 'generate');
    const head = (): object => ({ model: name, created_at: new Date(context.nowMs()).toISOString() });
    if (prompt === '') {
      const empty = (): object => ({ ...head(), response: '' });
      return loadOrUnload(context, exchange, model, { ...options, keepAliveMs }, empty);
    }
    const plan: ReplyPlan = {
      model,
      request: {
        ...completionRequest(model.id, prompt, body),
        messages: visibleMessages(model, readPrompt(prompt, body)),
        schema: readFormat(body['format']),
      },
      // A raw prompt has no template, so the model continues it and does not reason.
      think: think && body['raw'] !== true,
      options,
      keepAliveMs,
      overflow: readOverflow(body),
    };
    // The tokens of the prompt and of the reply. Omitted for a raw prompt.
    const encodeEnd = (parts: readonly OutputPart[]): object => ({
      context: body['raw'] === true ? undefined : tokenIdsOf(context, prompt + textOf(parts, 'text')),
    });
    const streamed = body['stream'] !== false;
    const format = { sink: exchange.sink, streamed, head, encode: encodeText, encodeEnd };
    await runReply(context, exchange, plan, lineWriter(format));
  };
}

function readPrompt(prompt: string, body: JsonRecord): PromptMessage[] {
  const system = readText(body, 'system') ?? '';
  const user = { role: 'user', text: prompt, images: readImages(body['images']) };
  return system === '' ? [user] : [{ role: 'system', text: system, images: 0 }, user];
}

function encodeText(parts: readonly OutputPart[]): object {
  return { response: textOf(parts, 'text'), thinking: textOf(parts, 'reasoning') || undefined };
}

function tokenIdsOf({ tokenIds }: OllamaContext, text: string): number[] {
  return tokenIds.encode(text).map(({ id }) => id);
}
