import type { Endpoint } from '../../server/exchange.js';
import { sendJson } from '../../http/send-json.js';
import type { OpenAIContext } from '../openai-context.js';

/** GET /v1/models: chat and embedding models mixed, without `created`. */
export function listModels({ catalog }: OpenAIContext): Endpoint {
  return async ({ sink }) => {
    const data = catalog.visible.map(({ id }) => ({ id, object: 'model', owned_by: 'organization_owner' }));
    await sendJson(sink, 200, { data, object: 'list' });
  };
}
