import { Refusal } from '../shared/http/refusal.js';
import type { ModelRegistry } from '../shared/models/model-registry.js';
import type { Model } from '../shared/models/model.js';

/** `name` with its tag: without one it means `:latest`. */
export function withTag(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`;
}

/** The whole name with host and namespace, as some errors have it. */
export function fullName(name: string): string {
  const place = name.includes('/') ? name : `library/${name}`;
  return `registry.ollama.ai/${withTag(place)}`;
}

/** Whether this can be the name of a model: letters, digits and `._-`, in parts. */
export function isModelName(name: string): boolean {
  return /^(?:[\w.-]+(?::\d+)?\/){0,2}[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(name);
}

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
