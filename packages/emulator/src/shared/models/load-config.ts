import type { Model } from './model.js';

/** What a load requests; everything else is the emulator's choice. */
export interface LoadOptions {
  readonly contextLength?: number | undefined;
  readonly evalBatchSize?: number | undefined;
  readonly flashAttention?: boolean | undefined;
  readonly numExperts?: number | undefined;
  readonly offloadKvCacheToGpu?: boolean | undefined;
}

/** What an instance got; an undefined setting does not exist for this kind of model. */
export interface LoadConfig extends LoadOptions {
  readonly contextLength: number;
  /** Requests at once; undefined for embedding models. */
  readonly parallel?: number;
}

/** The settings of a load. They need not be the requested ones: a client has to read them back. */
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
