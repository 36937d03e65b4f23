import { Refusal } from '../../../shared/http/refusal.js';
import { sendJson } from '../../../shared/http/send-json.js';
import { LoadFailure } from '../../../shared/models/load-request.js';
import type { Model } from '../../../shared/models/model.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import { readBody } from '../../read-body.js';
import type { NativeContext } from '../native-context.js';
import { optional, readShape, required } from '../strict/read-shape.js';
import { flag, integer, text } from '../strict/readers.js';
import { encodeConfig } from './list-models.js';

const LOAD_BODY = {
  model: required(text),
  context_length: optional(integer(1)),
  eval_batch_size: optional(integer(1)),
  flash_attention: optional(flag),
  num_experts: optional(integer(1)),
  offload_kv_cache_to_gpu: optional(flag),
  echo_load_config: optional(flag),
};

const UNLOAD_BODY = { instance_id: required(text) };

/** POST /api/v1/models/load: responds when the load has ended. Every call creates another instance. */
export function loadModel({ registry }: NativeContext): Endpoint {
  return async (exchange) => {
    const body = readShape(readBody(exchange), LOAD_BODY);
    const model = registry.model(body.model);
    if (model === undefined) {
      const message = `Model ${body.model} not found in downloaded models`;
      throw new Refusal(404, { type: 'model_not_found', message });
    }
    const options = {
      contextLength: body.context_length,
      evalBatchSize: body.eval_batch_size,
      flashAttention: body.flash_attention,
      numExperts: body.num_experts,
      offloadKvCacheToGpu: body.offload_kv_cache_to_gpu,
    };
    try {
      const instance = await registry.load(model, { options });
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

/** POST /api/v1/models/unload: unloads one instance by its exact id. */
export function unloadModel({ registry }: NativeContext): Endpoint {
  return async (exchange) => {
    const { instance_id } = readShape(readBody(exchange), UNLOAD_BODY);
    if (!registry.unload(instance_id)) {
      const message = `Model with instance identifier '${instance_id}' is not loaded.`;
      throw new Refusal(404, { type: 'model_not_found', message });
    }
    exchange.notes.model = instance_id;
    await sendJson(exchange.sink, 200, { instance_id });
  };
}

/** Converts a LoadFailure of `model` to a refusal. Returns any other error unchanged. */
export function loadRefusal(error: unknown, model: Model): unknown {
  if (!(error instanceof LoadFailure)) return error;
  const kind = model.type === 'llm' ? 'LLM' : 'embedding model';
  const message = `Failed to load ${kind} "${model.id}". ${error.message}`;
  return new Refusal(500, { type: 'model_load_failed', message });
}
