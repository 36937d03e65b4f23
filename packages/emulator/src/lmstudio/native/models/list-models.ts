import { sendJson } from '../../../shared/http/send-json.js';
import type { Instance } from '../../../shared/models/instance.js';
import type { Model } from '../../../shared/models/model.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';

/** GET /api/v1/models: lists every downloaded model, even if a request could not load it. */
export function listModels({ registry, nowMs }: NativeContext): Endpoint {
  return async ({ sink }) => {
    const now = nowMs();
    const models = registry.models.map((model) => encodeModel(model, registry.instancesOf(model), now));
    await sendJson(sink, 200, { models });
  };
}

/** Encodes one entry of the model list. JSON omits undefined fields. */
function encodeModel(model: Model, instances: readonly Instance[], now: number): object {
  const llm = model.type === 'llm';
  const [selected] = model.variants;
  return {
    type: model.type,
    publisher: model.publisher,
    key: model.id,
    display_name: model.displayName,
    // Embedding models do not have this field, nor "capabilities" and "description".
    architecture: llm ? model.architecture : undefined,
    quantization: encodeQuantization(model),
    size_bytes: model.sizeBytes,
    params_string: model.parameters,
    loaded_instances: instances.map((instance) => encodeInstance(instance, now)),
    max_context_length: model.contextLength,
    format: model.format,
    capabilities: llm ? encodeCapabilities(model) : undefined,
    description: llm ? model.description : undefined,
    variants: selected === undefined ? undefined : model.variants,
    selected_variant: selected,
  };
}

function encodeInstance(instance: Instance, now: number): object {
  const remaining = instance.remainingMs(now);
  return {
    id: instance.id,
    config: encodeConfig(instance),
    // Only instances that expire have this field. Clients have no other way to recognize them.
    remaining_ttl_seconds: remaining === undefined ? undefined : Math.round(remaining / 1000),
  };
}

function encodeQuantization({ quantization }: Model): object | null {
  return quantization && { name: quantization.name, bits_per_weight: quantization.bitsPerWeight };
}

function encodeCapabilities({ vision, toolUse, reasoning }: Model): object {
  return {
    vision,
    trained_for_tool_use: toolUse,
    reasoning: reasoning && { allowed_options: reasoning.allowed, default: reasoning.default },
  };
}

/** Encodes the settings of an instance. JSON omits undefined fields. */
export function encodeConfig({ config, model }: Instance): object {
  return {
    context_length: config.contextLength,
    eval_batch_size: config.evalBatchSize,
    parallel: config.parallel,
    flash_attention: config.flashAttention,
    num_experts: config.numExperts,
    offload_kv_cache_to_gpu: config.offloadKvCacheToGpu,
    // Undocumented, but observed on MLX instances.
    reasoning_budget_message: model.format === 'mlx' && model.type === 'llm' ? '' : undefined,
  };
}
