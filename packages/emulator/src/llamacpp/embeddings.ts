import { base64Floats, embedText } from '../shared/engine/embed-text.js';
import { countTokens } from '../shared/engine/tokenize.js';
import { stringOrStrings } from '../shared/json/read-json.js';
import type { Endpoint } from '../shared/server/exchange.js';
import { withEngine } from '../shared/server/generation-context.js';
import { checkContext } from './engine-refusal.js';
import type { LlamaContext } from './llama-context.js';
import { LlamaRefusal } from './llama-refusal.js';
import { openModel } from './open-model.js';
import { readBody } from './read-body.js';
import { sendReply } from './send-reply.js';

/** POST /v1/embeddings. Only an embedding model supports it, and a vector always has the model's own length. */
export function embeddings(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const instance = await openModel(context, exchange, body['model']);
    const { model, config } = instance;
    if (model.type !== 'embedding') {
      throw new LlamaRefusal(501, 'This server does not support embeddings. Start it with `--embeddings`');
    }
    const texts = readInput(body['input'] ?? body['content']);
    const format = body['encoding_format'] ?? 'float';
    if (format !== 'float' && format !== 'base64') {
      throw new LlamaRefusal(400, 'The format to return the embeddings in. Can be either float or base64');
    }
    const counts = texts.map(countTokens);
    for (const count of counts) checkContext(config.contextLength, count);
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    exchange.notes.promptTokens = tokens;
    await withEngine(context, exchange, instance, async () => {
      const data = texts.map((text, index) => {
        const vector = embedText(text, model.dimensions);
        if (format === 'float') return { embedding: vector, index, object: 'embedding' };
        return { embedding: base64Floats(vector), index, object: 'embedding', encoding_format: format };
      });
      const usage = { prompt_tokens: tokens, total_tokens: tokens };
      await sendReply(exchange.sink, 200, { model: model.id, object: 'list', usage, data });
    });
  };
}

function readInput(input: unknown): string[] {
  if (input === undefined || input === null) throw new LlamaRefusal(400, '"input" or "content" must be provided');
  const texts = stringOrStrings(input) ?? [];
  if (texts.length === 0 || texts.includes('')) {
    throw new LlamaRefusal(400, 'Input content cannot be empty');
  }
  return texts;
}
