import { queryValue } from '../../shared/server/exchange.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import type { LlamaContext } from '../llama-context.js';
import { LlamaRefusal, notFound } from '../llama-refusal.js';
import { findModel } from '../open-model.js';
import { readBody } from '../read-body.js';
import { sendReply } from '../send-reply.js';
import { isCached } from './encode-model.js';

/** `owner/repository`, optionally with a quantization. */
const HUB_NAME = /^[\w.-]+\/[\w.-]+(?::[\w.-]+)?$/;

const SUCCESS = { success: true };

/** POST /models/load. Responds as soon as the load has started. */
export function loadModel(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const model = findModel(context, readBody(exchange)['model']);
    if (model === undefined) throw notFound();
    if (context.processes.status(model).value !== 'unloaded') throw new LlamaRefusal(400, 'model is already running');
    exchange.notes.model = model.id;
    context.processes.begin(model);
    await sendReply(exchange.sink, 200, SUCCESS);
  };
}

/** POST /models/unload. Responds immediately. Also cancels a download. */
export function unloadModel(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const name = readBody(exchange)['model'];
    const canceled = typeof name === 'string' && context.downloads.cancel(name);
    const model = findModel(context, name);
    if (!canceled) {
      if (model === undefined) throw new LlamaRefusal(400, 'model is not found');
      if (context.processes.status(model).value === 'unloaded') throw new LlamaRefusal(400, 'model is not running');
      exchange.notes.model = model.id;
      context.processes.unload(model);
    }
    await sendReply(exchange.sink, 200, SUCCESS);
  };
}

/** POST /models. Starts a download without checking that the repository exists. */
export function downloadModel({ downloads }: LlamaContext): Endpoint {
  return async (exchange) => {
    const name = requireName(readBody(exchange)['model']);
    if (!HUB_NAME.test(name)) {
      throw new LlamaRefusal(400, 'error: invalid HF repo format, expected <user>/<model>[:quant]\n');
    }
    exchange.notes.model = name;
    downloads.begin(name);
    await sendReply(exchange.sink, 200, SUCCESS);
  };
}

/** DELETE /models?model=NAME. */
export function removeModel(context: LlamaContext): Endpoint {
  return async (exchange) => {
    const name = requireName(queryValue(exchange, 'model'));
    const model = findModel(context, name);
    if (model === undefined) throw new LlamaRefusal(500, `model name=${name} is not found`);
    if (!isCached(name)) throw new LlamaRefusal(500, `model name=${name} is not removable (not from cache)`);
    exchange.notes.model = model.id;
    if (context.processes.status(model).value !== 'unloaded') context.processes.unload(model);
    context.registry.remove(model);
    context.events.send({ model: name, event: 'model_remove' });
    await sendReply(exchange.sink, 200, SUCCESS);
  };
}

function requireName(name: unknown): string {
  if (typeof name === 'string' && name !== '') return name;
  throw new LlamaRefusal(400, 'model must be a non-empty string');
}
