import type { Model } from '../../shared/models/model.js';

/** Returns the architecture of a model, or a default for its type. */
export function architectureOf(model: Model): string {
  return model.architecture ?? (model.type === 'embedding' ? 'nomic-bert' : 'llama');
}

/** Encodes the `details` of a model for the lists and `/api/show`. */
export function encodeDetails(model: Model): object {
  const family = architectureOf(model);
  return {
    parent_model: '',
    format: model.format ?? 'gguf',
    family,
    families: [family],
    parameter_size: model.parameters ?? '',
    quantization_level: model.quantization?.name ?? '',
  };
}
