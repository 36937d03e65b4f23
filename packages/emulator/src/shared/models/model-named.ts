import type { ModelDefinition } from './model-definition.js';

/** A model known by its name alone: the name has to tell what kind it is. */
export function modelNamed(id: string): ModelDefinition {
  if (/embed/i.test(id)) return { id, type: 'embedding' };
  return { id, reasoning: /think|reason/i.test(id) };
}
