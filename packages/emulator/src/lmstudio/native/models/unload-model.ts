import { Refusal } from '../../../shared/http/refusal.js';
import { sendJson } from '../../../shared/http/send-json.js';
import { jsonBody } from '../../../shared/server/exchange.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { readShape, required } from '../strict/read-shape.js';
import { text } from '../strict/readers.js';

const BODY = { instance_id: required(text) };

/** POST /api/v1/models/unload: one instance, by its exact id. */
export function unloadModel({ registry }: NativeContext): Endpoint {
  return async (exchange) => {
    const { instance_id } = readShape(jsonBody(exchange), BODY);
    if (!registry.unload(instance_id)) {
      const message = `Model with instance identifier '${instance_id}' is not loaded.`;
      throw new Refusal(404, { type: 'model_not_found', message });
    }
    exchange.notes.model = instance_id;
    await sendJson(exchange.sink, 200, { instance_id });
  };
}
