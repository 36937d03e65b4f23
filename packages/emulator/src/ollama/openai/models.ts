import { sendCompactJson } from '../../shared/http/send-text.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { idOf } from '../../shared/server/router.js';
import { requireModel, withTag } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';

/** GET /v1/models. An empty list is null, which is how Go encodes it. */
export function listModels({ registry, since }: OllamaContext): Endpoint {
  return async ({ sink }) => {
    const data = registry.models.map(({ id }) => encodeModel(withTag(id), since));
    await sendCompactJson(sink, 200, { object: 'list', data: data.length === 0 ? null : data });
  };
}

/** GET /v1/models/:id. */
export function retrieveModel({ registry, since }: OllamaContext): Endpoint {
  return async (exchange) => {
    const name = idOf(exchange);
    requireModel(registry, name);
    await sendCompactJson(exchange.sink, 200, encodeModel(name, since));
  };
}

/** Encodes a model. Its owner is the namespace of its name. */
function encodeModel(id: string, since: number): object {
  const owned_by = id.includes('/') ? id.slice(0, id.indexOf('/')) : 'library';
  return { id, object: 'model', created: Math.floor(since / 1000), owned_by };
}
