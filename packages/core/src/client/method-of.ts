import type { Provider } from '../provider/provider.js';
import { missingMethodError } from './client-errors.js';

/**
 * Returns a method of the provider.
 *
 * @throws `plugin_invalid` if it is missing. `checkProvider` prevents that for providers of `defineProvider`.
 */
export function methodOf<Name extends keyof Provider>(
  provider: Provider,
  name: Name,
  id: string,
): NonNullable<Provider[Name]> {
  const method = provider[name];
  if (typeof method !== 'function') throw missingMethodError(name, id);
  return method.bind(provider) as NonNullable<Provider[Name]>;
}
