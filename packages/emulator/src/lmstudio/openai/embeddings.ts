import { embedText } from '../../shared/engine/embed-text.js';
import { tokenize } from '../../shared/engine/tokenize.js';
import { Refusal } from '../../shared/http/refusal.js';
import { sendJson } from '../../shared/http/send-json.js';
import { stringOrStrings } from '../../shared/json/read-json.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { withEngine } from '../../shared/server/generation-context.js';
import type { GenerationContext } from '../../shared/server/generation-context.js';
import { readBody } from '../read-body.js';
import { openInstance } from './open-instance.js';

/** POST /v1/embeddings. Vectors are always floats of the model's own length, and usage is always zero. */
export function embeddings(context: GenerationContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const texts = readInput(body['input']);
    const instance = await openInstance(exchange, context.registry, 'embedding', body);
    const { id, model, config } = instance;
    await withEngine(context, exchange, instance, async () => {
      const data = texts.map((text, index) => {
        // Input beyond the context length is dropped silently, like LM Studio does.
        const seen = tokenize(text).slice(0, config.contextLength).join('');
        return { object: 'embedding', embedding: embedText(seen, model.dimensions), index };
      });
      const usage = { prompt_tokens: 0, total_tokens: 0 };
      await sendJson(exchange.sink, 200, { object: 'list', data, model: id, usage });
    });
  };
}

function readInput(input: unknown): string[] {
  const texts = stringOrStrings(input);
  if (texts !== undefined && texts.length > 0) return texts;
  throw new Refusal(400, "'input' field must be a string or an array of strings");
}
