import type { Model } from './model.js';

/** What a load asks for; everything else is the emulator's choice. */
export interface LoadWishes {
  readonly contextLength?: number | undefined;
  readonly evalBatchSize?: number | undefined;
  readonly flashAttention?: boolean | undefined;
  readonly numExperts?: number | undefined;
  readonly offloadKvCacheToGpu?: boolean | undefined;
}

/** What an instance got; an undefined setting does not exist for this kind of model. */
export interface LoadConfig extends LoadWishes {
  readonly contextLength: number;
  /** Requests at once; undefined for embedding models. */
  readonly parallel?: number;
}

/** The settings of a load. They need not be those that were asked for: a client has to read them back. */
export function loadConfig(model: Model, wishes: LoadWishes, parallel: number): LoadConfig {
  const wished = model.keepsContextLength ? wishes.contextLength : undefined;
  const contextLength = Math.min(wished ?? model.contextLength, model.contextLength);
  if (model.type === 'embedding') return { contextLength };
  if (model.format === 'mlx') return { contextLength, parallel };
  return {
    contextLength,
    evalBatchSize: wishes.evalBatchSize ?? 512,
    parallel,
    flashAttention: wishes.flashAttention ?? true,
    numExperts: wishes.numExperts,
    offloadKvCacheToGpu: wishes.offloadKvCacheToGpu ?? true,
  };
}
