import { didYouMean } from '../validate/check.js';
import { LmError } from '../errors/lm-error.js';
import type { ProviderFactory } from '../provider/provider-factory.js';

/**
 * The factory of that id. Where none has it, the error names those that are registered.
 *
 * @param setting Path of the setting that named it, for the error.
 * @param remedy What to do about it, for the error.
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
  const known =
    ids.length === 0 ? 'no provider is registered' : `registered are ${ids.map((one) => `"${one}"`).join(', ')}`;
  throw new LmError(
    'unknown_provider',
    `"${setting}" is "${id}", which no plugin registers; ${known}.${didYouMean(id, ids)} ${remedy}`,
  );
}
