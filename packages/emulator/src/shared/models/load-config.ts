import type { Model } from './model.js';

/** The settings that a load requests. The emulator chooses the others. */
export interface LoadOptions {
  readonly contextLength?: number | undefined;
  readonly evalBatchSize?: number | undefined;
  readonly flashAttention?: boolean | undefined;
  readonly numExperts?: number | undefined;
  readonly offloadKvCacheToGpu?: boolean | undefined;
}

/** The settings of an instance. An undefined setting does not exist for this kind of model. */
export interface LoadConfig extends LoadOptions {
  readonly contextLength: number;
  /** Maximum number of concurrent requests, undefined for embedding models. */
  readonly parallel?: number;
}

/** Computes the settings of a load. They may differ from the requested ones, so a client must read them back. */
export function loadConfig(model: Model, options: LoadOptions, parallel: number): LoadConfig {
  const requested = model.keepsContextLength ? options.contextLength : undefined;
  const contextLength = Math.min(requested ?? model.contextLength, model.contextLength);
  if (model.type === 'embedding') return { contextLength };
  if (model.format === 'mlx') return { contextLength, parallel };
  return {
    contextLength,
    evalBatchSize: options.evalBatchSize ?? 512,
    parallel,
    flashAttention: options.flashAttention ?? true,
    numExperts: options.numExperts,
    offloadKvCacheToGpu: options.offloadKvCacheToGpu ?? true,
  };
}
