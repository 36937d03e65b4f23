import type { Exchange } from '../server/exchange.js';
import { Refusal } from '../http/refusal.js';
import type { Model } from '../model/model.js';
import type { ModelCatalog, ModelMiss } from '../model/model-catalog.js';

/** The model that answers, noted for the log; or the refusal that LM Studio gives. */
export function pickModel(
  { notes }: Exchange,
  catalog: ModelCatalog,
  type: Model['type'],
  body: Readonly<Record<string, unknown>>,
): Model {
  const name = typeof body['model'] === 'string' ? body['model'] : undefined;
  const picked = catalog.pick(type, name);
  if (typeof picked === 'string') throw missing(picked, type, name, catalog.ids(type));
  notes.model = picked.id;
  return picked;
}

function missing(miss: ModelMiss, type: Model['type'], name: string | undefined, ids: readonly string[]): Refusal {
  if (miss === 'wrong-type') return new Refusal(400, `Model is not ${type}`);
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
