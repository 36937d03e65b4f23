import { didYouMean } from '../validate/check.js';
import { LmError } from '../errors/lm-error.js';
import { quoteName } from '../errors/looks-secret.js';
import type { ProviderFactory } from '../provider/provider-factory.js';

/**
 * Returns the factory with an id.
 *
 * @param setting The setting that contains the id, for the message: a path in quotes or the name of a variable.
 * @param remedy Next step for the user, for the message.
 * @throws `unknown_provider`, with the ids that are registered.
 */
export function chooseFactory(
  factories: readonly ProviderFactory[],
  id: string,
  setting: string,
  remedy: string,
): ProviderFactory {
  const factory = factories.find((candidate) => candidate.id === id);
  if (factory !== undefined) return factory;
  const ids = factories.map((candidate) => candidate.id);
  const known = ids.length === 0 ? ', but none is registered' : ` (${ids.map((one) => `"${one}"`).join(', ')})`;
  throw new LmError(
    'unknown_provider',
    `${setting} must be the id of a registered provider${known}; received ${quoteName(id)}.${didYouMean(id, ids)} ${remedy}`,
  );
}
