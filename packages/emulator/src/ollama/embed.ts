import { Refusal } from '../shared/http/refusal.js';
import { sendCompactJson } from '../shared/http/send-text.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { withEngine } from '../shared/server/generation-context.js';
import { embedInput, readInput } from './embed-input.js';
import { findModel } from './model-name.js';
import type { OllamaContext } from './ollama-context.js';
import { closeModel, openModel } from './open-model.js';
import { badRequest, readBody, readText } from './read-body.js';
import { readKeepAlive } from './read-keep-alive.js';
import { readOptions } from './read-options.js';

/** Nanoseconds in a millisecond. */
const NS = 1_000_000;

/** POST /api/embed. Any model can embed, including chat models. */
export function embed(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const texts = readInput(body['input']);
    if (texts === undefined) throw badRequest('invalid input type');
    const name = readText(body, 'model') ?? '';
    const model = findModel(context.registry, name);
    if (model === undefined) throw new Refusal(404, `model "${name}" not found, try pulling it first`);
    const keepAliveMs = readKeepAlive(body['keep_alive']);
    const { contextLength } = readOptions(body['options']);
    const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : undefined;
    const instance = await openModel(context, model, { contextLength, keepAliveMs });
    exchange.notes.model = instance.id;
    await withEngine(context, exchange, instance, async () => {
      const truncate = body['truncate'] !== false;
      const options = { contextLength: instance.config.contextLength, dimensions, truncate };
      const { vectors, promptTokens } = embedInput(model, texts, options);
      exchange.notes.promptTokens = promptTokens;
      if (keepAliveMs === 0) closeModel(context, model);
      const counted = { total_duration: (promptTokens + 2) * NS, load_duration: NS, prompt_eval_count: promptTokens };
      await sendCompactJson(exchange.sink, 200, {
        model: name,
        embeddings: vectors,
        ...(vectors.length > 0 && counted),
      });
    });
  };
}
