import { Refusal } from '../../../shared/http/refusal.js';
import type { Model } from '../../../shared/models/model.js';
import { LoadFailure } from '../../../shared/models/load-failure.js';

/** The refusal for an error of a load of `model`; any other error as it is. */
export function loadRefusal(error: unknown, model: Model): unknown {
  if (!(error instanceof LoadFailure)) return error;
  const kind = model.type === 'llm' ? 'LLM' : 'embedding model';
  const message = `Failed to load ${kind} "${model.id}". ${error.message}`;
  return new Refusal(500, { type: 'model_load_failed', message });
}
