import { completeModel } from './model.js';
import type { ModelDefinition } from './model-definition.js';
import { ModelRegistry } from './model-registry.js';
import type { RegistrySettings } from './model-registry.js';

/** A registry with the models that are there, and those of them in memory that say so. */
export function seedRegistry(definitions: readonly ModelDefinition[], settings: RegistrySettings): ModelRegistry {
  const here = definitions.filter(({ download }) => download === undefined);
  const registry = new ModelRegistry(here.map(completeModel), settings);
  const anySays = here.some(({ type, loaded }) => type !== 'embedding' && loaded !== undefined);
  const first = anySays ? undefined : here.find(({ type }) => type !== 'embedding');
  for (const definition of here) {
    const model = registry.model(definition.id);
    if (model !== undefined && (definition.loaded === true || definition === first)) registry.preload(model);
  }
  return registry;
}
