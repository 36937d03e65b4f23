import type { Instance } from '../shared/models/instance.js';
import type { LoadRequest } from '../shared/models/load-request.js';
import type { ModelRegistry } from '../shared/models/model-registry.js';
import type { Model } from '../shared/models/model.js';

/** Idle time after which a model that a request loaded is unloaded, unless the request sets another one: an hour. */
const TTL_MS = 60 * 60 * 1000;

/** Loads a model because a request named it. */
export function loadJustInTime(registry: ModelRegistry, model: Model, request: LoadRequest = {}): Promise<Instance> {
  return registry.load(model, { ttlMs: TTL_MS, ...request });
}
