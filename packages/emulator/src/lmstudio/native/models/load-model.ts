import { Refusal } from '../../../shared/http/refusal.js';
import { sendJson } from '../../../shared/http/send-json.js';
import { jsonBody } from '../../../shared/server/exchange.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { optional, readShape, required } from '../strict/read-shape.js';
import { flag, integer, text } from '../strict/readers.js';
import { encodeConfig } from './encode-config.js';
import { loadRefusal } from './load-refusal.js';

const BODY = {
  model: required(text),
  context_length: optional(integer(1)),
  eval_batch_size: optional(integer(1)),
  flash_attention: optional(flag),
  num_experts: optional(integer(1)),
  offload_kv_cache_to_gpu: optional(flag),
  echo_load_config: optional(flag),
};

/** POST /api/v1/models/load: answers when the load is over. Every call makes one more instance. */
export function loadModel({ registry }: NativeContext): Endpoint {
  return async (exchange) => {
    const body = readShape(jsonBody(exchange), BODY);
    const model = registry.model(body.model);
    if (model === undefined) {
      const message = `Model ${body.model} not found in downloaded models`;
      throw new Refusal(404, { type: 'model_not_found', message });
    }
    const wishes = {
      contextLength: body.context_length,
      evalBatchSize: body.eval_batch_size,
      flashAttention: body.flash_attention,
      numExperts: body.num_experts,
      offloadKvCacheToGpu: body.offload_kv_cache_to_gpu,
    };
    try {
      const instance = await registry.load(model, { wishes });
      exchange.notes.model = instance.id;
      await sendJson(exchange.sink, 200, {
        type: model.type,
        instance_id: instance.id,
        load_time_seconds: registry.loadSeconds,
        status: 'loaded',
        load_config: body.echo_load_config === true ? encodeConfig(instance) : undefined,
      });
    } catch (error) {
      throw loadRefusal(error, model);
    }
  };
}
