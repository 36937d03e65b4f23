import type { RequestedValues } from '../capability/create-capability-error.js';
import type { CallOptions } from '../contract/call-options.js';
import type { ClientParts } from './client-parts.js';

/** Returns the reason why the tools of a call are not emulated, or `undefined` if they are. */
export function notEmulated(
  { config, loadToolEmulation }: Pick<ClientParts, 'config' | 'loadToolEmulation'>,
  { emulate = config.emulate }: CallOptions,
): RequestedValues['notEmulated'] {
  if (emulate === 'never') return 'setting';
  return loadToolEmulation === undefined ? 'runtime' : undefined;
}
