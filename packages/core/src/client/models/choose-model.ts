import type { ListedModel } from './listed-models.js';
import { safeText } from '../../errors/redact.js';
import { LmError } from '../../errors/lm-error.js';

/** Maximum number of models that an error names. */
export const MAX_NAMED = 5;

/** Maximum length of a name in an error. */
const MAX_SHOWN = 100;

/** Names up to five models: `"a", "b" and 3 more`. */
export function namedModels(ids: readonly string[]): string {
  // The server chooses the names.
  const shown = ids.slice(0, MAX_NAMED).map((id) => `"${safeText(id, MAX_SHOWN)}"`);
  const more = ids.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/**
 * Returns the loaded model of a type, or else the only model of that type. A model of an unknown type counts if no model is known to have the
 * type.
 *
 * @throws `empty_model` if there are several or none.
 */
export function chooseModel(models: readonly ListedModel[], type: 'llm' | 'embedding', provider: string): string {
  const typed = models.filter((model) => model.type === type);
  const right = typed.length > 0 ? typed : models.filter((model) => model.type === 'unknown');
  const loaded = right.filter((model) => model.loaded === true);
  const candidates = loaded.length > 0 ? loaded : right;
  const [first, second] = candidates;
  if (first !== undefined && second === undefined) return first.id;
  const several = loaded.length > 0 ? 'several models are loaded' : 'none is loaded and the server has several';
  const found =
    first === undefined
      ? 'the server has no model of the right type'
      : `${several}: ${namedModels([...new Set(candidates.map(({ id }) => id))])}`;
  throw new LmError(
    'empty_model',
    `The request has no "model", and "autoModel" could not choose one, because ${found}. Set "model" in the request or the configuration.`,
    { provider },
  );
}
