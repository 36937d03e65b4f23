import { sendText } from '../../shared/http/send-text.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { isModelName, requireModel } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { badRequest, readBody, readText } from '../read-body.js';

/** DELETE /api/delete. The response body is empty. */
export function deleteModel({ registry }: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? readText(body, 'name') ?? '';
    if (!isModelName(name)) throw badRequest(`name ${JSON.stringify(name)} is invalid`);
    const model = requireModel(registry, name);
    exchange.notes.model = model.id;
    registry.remove(model);
    await sendText(exchange.sink, { status: 200, contentType: 'text/plain; charset=utf-8' }, '');
  };
}
