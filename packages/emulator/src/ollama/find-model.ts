import { Refusal } from '../shared/http/refusal.js';
import type { Model } from '../shared/models/model.js';
import type { ModelRegistry } from '../shared/models/model-registry.js';
import { withTag } from './model-name.js';

/** The model of this name, with or without `:latest`, in any letter case. */
export function findModel(registry: ModelRegistry, name: string): Model | undefined {
  const wanted = withTag(name).toLowerCase();
  return registry.models.find(({ id }) => withTag(id).toLowerCase() === wanted);
}

/** The same, or the refusal that Ollama gives. */
export function requireModel(registry: ModelRegistry, name: string): Model {
  const model = findModel(registry, name);
  if (model === undefined) throw new Refusal(404, `model '${name}' not found`);
  return model;
}
