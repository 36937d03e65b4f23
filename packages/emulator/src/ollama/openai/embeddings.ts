import { base64Floats } from '../../shared/engine/embed-text.js';
import { Refusal } from '../../shared/http/refusal.js';
import { sendCompactJson } from '../../shared/http/send-text.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import { embedInput, readInput } from '../embed-input.js';
import { findModel } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { openModel } from '../open-model.js';
import { badRequest, readBody, readText } from '../read-body.js';
import { readKeepAlive } from '../read-keep-alive.js';

/** POST /v1/embeddings: returns floats, or base64 if requested. An empty text is an error here. */
export function embeddings(context: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const texts = readInput(body['input']);
    if (texts === undefined || texts.length === 0) throw badRequest('invalid input');
    const format = readText(body, 'encoding_format')?.toLowerCase() ?? 'float';
    if (format !== 'float' && format !== 'base64') {
      throw badRequest(`Invalid value for 'encoding_format' = ${format}. Supported values: ['float', 'base64'].`);
    }
    const name = readText(body, 'model') ?? '';
    const model = findModel(context.registry, name);
    if (model === undefined) throw new Refusal(404, `model "${name}" not found, try pulling it first`);
    if (texts.includes('')) throw new Refusal(500, 'Failed to create new sequence: no input provided');
    const keepAliveMs = readKeepAlive(undefined);
    const instance = await openModel(context, model, { contextLength: undefined, keepAliveMs });
    exchange.notes.model = instance.id;
    const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : undefined;
    await withEngine(context, exchange, instance, async () => {
      const options = { contextLength: instance.config.contextLength, dimensions, truncate: true };
      const { vectors, promptTokens } = embedInput(model, texts, options);
      exchange.notes.promptTokens = promptTokens;
      const data = vectors.map((vector, index) => ({
        object: 'embedding',
        embedding: format === 'base64' ? base64Floats(vector) : vector,
        index,
      }));
      const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
      await sendCompactJson(exchange.sink, 200, { object: 'list', data, model: name, usage });
    });
  };
}
