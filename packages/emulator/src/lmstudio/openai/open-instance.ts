import { Refusal } from '../../shared/http/refusal.js';
import type { Model } from '../../shared/models/model.js';
import type { Instance } from '../../shared/models/instance.js';
import { JIT_TTL_MS } from '../jit-ttl.js';
import { LoadFailure } from '../../shared/models/load-failure.js';
import type { ModelRegistry } from '../../shared/models/model-registry.js';
import { pickLoaded } from '../pick-loaded.js';
import type { ModelMiss } from '../pick-loaded.js';
import type { Exchange } from '../../shared/server/exchange.js';

type Body = Readonly<Record<string, unknown>>;

/** The instance that answers, loaded first if need be, and noted for the log; or the refusal that LM Studio gives. */
export async function openInstance(
  { notes }: Exchange,
  registry: ModelRegistry,
  type: Model['type'],
  body: Body,
): Promise<Instance> {
  const name = typeof body['model'] === 'string' ? body['model'] : undefined;
  const picked = pickLoaded(registry, type, name);
  if (typeof picked === 'string') throw missing(picked, type, name, registry);
  const instance = picked.kind === 'instance' ? picked.instance : await load(registry, picked.model, body);
  notes.model = instance.id;
  return instance;
}

async function load(registry: ModelRegistry, model: Model, body: Body): Promise<Instance> {
  try {
    return await registry.load(model, { ttlMs: readTtlMs(body) });
  } catch (error) {
    if (!(error instanceof LoadFailure)) throw error;
    const message = `Failed to load model "${model.id}". ${error.message}`;
    throw new Refusal(400, { message, type: 'invalid_request_error', param: 'model', code: null });
  }
}

/** `ttl` in seconds. Nonsense is accepted and has no effect. */
function readTtlMs({ ttl }: Body): number {
  return typeof ttl === 'number' && ttl > 0 ? ttl * 1000 : JIT_TTL_MS;
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
