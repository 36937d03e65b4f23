import { sendJson } from '../../../shared/http/send-json.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { encodeModel } from './encode-model.js';

/** GET /api/v1/models: every downloaded model, whether or not a request could load it. */
export function listModels({ registry, nowMs }: NativeContext): Endpoint {
  return async ({ sink }) => {
    const now = nowMs();
    const models = registry.models.map((model) => encodeModel(model, registry.instancesOf(model), now));
    await sendJson(sink, 200, { models });
  };
}
