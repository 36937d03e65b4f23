import { sendJson } from '../../shared/http/send-json.js';
import type { ModelRegistry } from '../../shared/models/model-registry.js';
import type { Endpoint } from '../../shared/server/exchange.js';

/** GET /v1/models: lists chat and embedding models together, without `created`. */
export function listModels(registry: ModelRegistry): Endpoint {
  return async ({ sink }) => {
    // Models that a request can use: all of them, or only loaded instances without just-in-time loading.
    const usable = registry.settings.jit ? registry.models : registry.instances;
    const data = usable.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' }));
    await sendJson(sink, 200, { data, object: 'list' });
  };
}
