import type { Endpoint } from '../../shared/server/exchange.js';
import { withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { sendReply } from '../send-reply.js';
import { digestOf, encodeDetails } from './encode-details.js';

/** GET /api/tags: what is installed. */
export function listModels({ registry, since }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const models = registry.models.map((model) => ({
      name: withTag(model.id),
      model: withTag(model.id),
      modified_at: new Date(since).toISOString(),
      size: model.sizeBytes,
      digest: digestOf(model.id),
      details: encodeDetails(model),
    }));
    await sendReply(sink, 200, { models });
  };
}
