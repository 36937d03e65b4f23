import { parameterCount } from '../../shared/models/model.js';
import type { Model } from '../../shared/models/model.js';

/** Encodes the fields that a model has in any state. Each list entry starts with them. */
function identityOf({ id }: Model, aliases: readonly string[]): object {
  return { id, aliases, tags: [], object: 'model' };
}

/** Encodes the input and output modalities. No field marks an embedding model. */
function encodeArchitecture({ vision }: Model): object {
  return { input_modalities: vision ? ['text', 'image'] : ['text'], output_modalities: ['text'] };
}

/** Encodes the metadata that a running model reports. */
function encodeMeta(model: Model, contextLength: number): object {
  return {
    vocab_type: 2,
    n_vocab: 151_936,
    n_ctx: contextLength,
    n_ctx_train: model.contextLength,
    n_embd: model.dimensions,
    n_params: parameterCount(model),
    size: model.sizeBytes,
    ftype: model.quantization?.name ?? '',
  };
}

/** Encodes a running model, for the `loaded` event and for the list of a single-model server. */
export function encodeInfo(model: Model, contextLength: number, now: number): object {
  return {
    ...identityOf(model, [model.id]),
    architecture: encodeArchitecture(model),
    created: Math.floor(now / 1000),
    owned_by: 'llamacpp',
    meta: encodeMeta(model, contextLength),
  };
}

/**
 * Returns true if the file of a model is in the cache. Only models from Hugging Face are, and only they can be removed.
 */
export function isCached(id: string): boolean {
  return id.includes('/');
}

/** Returns the options of the command line that depend on the type of the model. */
function typeArgs({ type }: Model): string[] {
  return type === 'embedding' ? ['--embeddings', '--pooling', 'mean'] : [];
}

/** Encodes an entry of a router's list. `contextLength` is undefined for a model that is not running. */
export function encodeEntry(model: Model, status: object, contextLength: number | undefined, now: number): object {
  const args = ['llama-server', ...typeArgs(model), '--alias', model.id, '--ctx-size', String(model.contextLength)];
  const { value, ...rest } = { value: 'unloaded', ...status };
  return {
    ...identityOf(model, []),
    owned_by: 'llamacpp',
    created: Math.floor(now / 1000),
    status: { value, args, preset: `[${model.id}]\nctx-size = ${model.contextLength}\n\n`, ...rest },
    architecture: encodeArchitecture(model),
    source: isCached(model.id) ? 'cache' : 'preset',
    can_remove: isCached(model.id),
    ...(contextLength !== undefined && { meta: encodeMeta(model, contextLength) }),
  };
}
