import type { Model } from '../shared/models/model.js';
import type { Found, ModelRegistry } from '../shared/models/model-registry.js';

/** Why a request's model name leads to no model. */
export type ModelMiss = 'wrong-type' | 'none-loaded' | 'several-loaded' | 'unknown';

/** What answers a request for `name` on the OpenAI-shaped side, by LM Studio's rules; or why nothing does. */
export function pickLoaded(registry: ModelRegistry, type: Model['type'], name: string | undefined): Found | ModelMiss {
  const { jit } = registry.settings;
  const found = name === undefined ? undefined : registry.named(name);
  if (found !== undefined && modelOf(found).type !== type) return 'wrong-type';
  if (found !== undefined && (jit || found.kind === 'instance')) return found;
  // An empty string is a wrong name, not an omitted one.
  if (name === '') return 'unknown';
  const loaded = registry.instances.filter(({ model }) => model.type === type);
  const [only] = loaded;
  if (only === undefined) return jit && name !== undefined ? 'unknown' : 'none-loaded';
  if (loaded.length > 1) return name === undefined ? 'several-loaded' : 'unknown';
  // Whatever the name says, the one loaded model answers; only the reply's `model` tells.
  return { kind: 'instance', instance: only };
}

/** The model of what was found. */
export function modelOf(found: Found): Model {
  return found.kind === 'instance' ? found.instance.model : found.model;
}
