import type { ModelDefinition } from './model-definition.js';

/** A model with every default filled in. */
export type Model = Required<Omit<ModelDefinition, 'loaded'>>;

/** Fills the defaults of a definition. */
export function completeModel(definition: ModelDefinition): Model {
  return {
    id: definition.id,
    type: definition.type ?? 'llm',
    reasoning: definition.reasoning ?? false,
    vision: definition.vision ?? false,
    contextLength: definition.contextLength ?? 8192,
    dimensions: definition.dimensions ?? 256,
  };
}
