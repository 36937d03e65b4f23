import { Refusal } from '../../shared/http/refusal.js';
import { asString } from '../../shared/json/read-json.js';
import type { JsonRecord } from '../../shared/json/read-json.js';
import type { Instance } from '../../shared/models/instance.js';
import { LoadFailure } from '../../shared/models/load-request.js';
import { modelOf } from '../../shared/models/model-registry.js';
import type { Found, ModelRegistry } from '../../shared/models/model-registry.js';
import type { Model } from '../../shared/models/model.js';
import type { Exchange } from '../../shared/server/exchange.js';
import { loadJustInTime } from '../load-just-in-time.js';

/** The reason why no model was found for a request. */
type ModelMiss = 'wrong-type' | 'none-loaded' | 'several-loaded' | 'unknown';

/**
 * Returns the instance that serves a request and notes it for the log. Loads the model if needed. Throws the error of
 * LM Studio if there is none.
 */
export async function openInstance(
  { notes }: Exchange,
  registry: ModelRegistry,
  type: Model['type'],
  body: JsonRecord,
): Promise<Instance> {
  const name = asString(body['model']);
  const picked = pickLoaded(registry, type, name);
  if (typeof picked === 'string') throw missing(picked, type, name, registry);
  const instance = picked.kind === 'instance' ? picked.instance : await load(registry, picked.model, body);
  notes.model = instance.id;
  return instance;
}

/** Selects the instance or model for a request by LM Studio's rules, or returns the reason why there is none. */
function pickLoaded(registry: ModelRegistry, type: Model['type'], name: string | undefined): Found | ModelMiss {
  const { jit } = registry.settings;
  const found = name === undefined ? undefined : registry.named(name);
  if (found !== undefined && modelOf(found).type !== type) return 'wrong-type';
  if (found !== undefined && (jit || found.kind === 'instance')) return found;
  // An empty string is an unknown name, not an omitted one.
  if (name === '') return 'unknown';
  const loaded = registry.instances.filter(({ model }) => model.type === type);
  const [only] = loaded;
  if (only === undefined) return jit && name !== undefined ? 'unknown' : 'none-loaded';
  if (loaded.length > 1) return name === undefined ? 'several-loaded' : 'unknown';
  // The only loaded model replies to any name. Only `model` of its response shows which one that was.
  return { kind: 'instance', instance: only };
}

async function load(registry: ModelRegistry, model: Model, body: JsonRecord): Promise<Instance> {
  try {
    return await loadJustInTime(registry, model, readTtl(body));
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    const message = `Failed to load model "${model.id}". ${error.message}`;
    throw new Refusal(400, { message, type: 'invalid_request_error', param: 'model', code: null });
  }
}

/** Reads `ttl`, which is in seconds. Invalid values are accepted and have no effect. */
function readTtl({ ttl }: JsonRecord): { readonly ttlMs?: number } {
  return typeof ttl === 'number' && ttl > 0 ? { ttlMs: ttl * 1000 } : {};
}

function missing(miss: ModelMiss, type: Model['type'], name: string | undefined, { models }: ModelRegistry): Refusal {
  if (miss === 'wrong-type') return new Refusal(400, `Model is not ${type}`);
  const ids = models.filter((model) => model.type === type).map(({ id }) => id);
  const examples = ids.slice(0, 3).join(', ');
  const messages = {
    'none-loaded': 'No models loaded. Load a model first, or turn just-in-time loading on.',
    'several-loaded': `Multiple models are loaded: name one of them in "model". For example: ${examples}`,
    unknown: `Invalid model identifier "${name ?? ''}". Name one of the downloaded models, for example: ${examples}`,
  };
  return new Refusal(400, {
    message: messages[miss],
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  });
}
