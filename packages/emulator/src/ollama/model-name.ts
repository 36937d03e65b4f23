import { Refusal } from '../shared/http/refusal.js';
import type { ModelRegistry } from '../shared/models/model-registry.js';
import type { Model } from '../shared/models/model.js';

/** Returns `name` with its tag. The default tag is `:latest`. */
export function withTag(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`;
}

/** Returns the full name with host and namespace, which some errors contain. */
export function fullName(name: string): string {
  const place = name.includes('/') ? name : `library/${name}`;
  return `registry.ollama.ai/${withTag(place)}`;
}

/**
 * Returns true if `name` is a valid model name: up to three parts of letters, digits and `._-`, and an optional tag.
 */
export function isModelName(name: string): boolean {
  return /^(?:[\w.-]+(?::\d+)?\/){0,2}[\w][\w.-]*(?::[\w][\w.-]*)?$/.test(name);
}

/** Finds the model of this name, with or without `:latest` and ignoring case. */
export function findModel(registry: ModelRegistry, name: string): Model | undefined {
  const wanted = withTag(name).toLowerCase();
  return registry.models.find(({ id }) => withTag(id).toLowerCase() === wanted);
}

/** Finds the model of this name, or throws the error that Ollama sends. */
export function requireModel(registry: ModelRegistry, name: string): Model {
  const model = findModel(registry, name);
  if (model === undefined) throw new Refusal(404, `model '${name}' not found`);
  return model;
}
