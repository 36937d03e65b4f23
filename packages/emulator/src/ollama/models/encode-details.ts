import { hexDigest } from '../../shared/engine/make-id.js';
import type { Model } from '../../shared/models/model.js';
import { withTag } from '../model-name.js';

/** The family of a model that does not tell its architecture. */
export function architectureOf(model: Model): string {
  return model.architecture ?? (model.type === 'embedding' ? 'nomic-bert' : 'llama');
}

/** The digest of a model's files: 64 hexadecimal digits, always the same. */
export function digestOf(id: string): string {
  return hexDigest(withTag(id));
}

/** `details`, as the lists and `/api/show` have them. */
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
