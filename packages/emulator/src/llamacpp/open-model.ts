import type { Instance } from '../shared/models/instance.js';
import { LoadFailure } from '../shared/models/load-request.js';
import type { Model } from '../shared/models/model.js';
import { queryValue } from '../shared/server/exchange.js';
import type { Exchange } from '../shared/server/exchange.js';
import type { LlamaContext } from './llama-context.js';
import { LlamaRefusal } from './llama-refusal.js';

/**
 * Returns the instance that serves a request. A router uses the model of this name and loads it if needed, and a
 * single-model server its only one. The query of a request to a router can forbid the load.
 */
export async function openModel(context: LlamaContext, exchange: Exchange, name: unknown): Promise<Instance> {
  const { registry, processes, router } = context;
  const model = router ? modelNamed(context, name) : registry.models[0];
  if (model === undefined) throw new LlamaRefusal(503, 'Loading model');
  if (router && !loadsModels(context, exchange)) refuseUnlessLoaded(processes.status(model).value);
  try {
    const instance = await processes.open(model);
    exchange.notes.model = instance.id;
    return instance;
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    throw new LlamaRefusal(500, `model name=${model.id} failed to load`);
  }
}

/** True if a router loads the model of a request. `autoload` of the query takes precedence over the setting. */
function loadsModels({ registry }: LlamaContext, exchange: Exchange): boolean {
  const autoload = queryValue(exchange, 'autoload');
  return autoload === '' ? registry.settings.jit : autoload === 'true' || autoload === '1';
}

/** Refuses a model that is not loaded. The process of one that is loading refuses the request itself. */
function refuseUnlessLoaded(status: 'unloaded' | 'loading' | 'loaded'): void {
  if (status === 'unloaded') throw new LlamaRefusal(400, 'model is not loaded');
  if (status === 'loading') throw new LlamaRefusal(503, 'Loading model');
}

/** Finds a model by its exact name. */
export function findModel({ registry }: Pick<LlamaContext, 'registry'>, name: unknown): Model | undefined {
  return registry.models.find(({ id }) => id === name);
}

function modelNamed(context: LlamaContext, name: unknown): Model {
  if (typeof name !== 'string' || name === '') {
    throw new LlamaRefusal(400, 'model name is missing from the request');
  }
  const model = findModel(context, name);
  if (model === undefined) throw new LlamaRefusal(400, `model '${name}' not found`);
  return model;
}
