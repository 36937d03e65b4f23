import type { Instance } from '../../../shared/models/instance.js';

/** The settings of an instance as the wire has them; JSON leaves out what is undefined. */
export function encodeConfig({ config, model }: Instance): object {
  return {
    context_length: config.contextLength,
    eval_batch_size: config.evalBatchSize,
    parallel: config.parallel,
    flash_attention: config.flashAttention,
    num_experts: config.numExperts,
    offload_kv_cache_to_gpu: config.offloadKvCacheToGpu,
    // In no document, but MLX instances have it.
    reasoning_budget_message: model.format === 'mlx' && model.type === 'llm' ? '' : undefined,
  };
}
