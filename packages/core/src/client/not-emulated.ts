import type { RequestedValues } from '../capability/create-capability-error.js';
import type { CallOptions } from '../contract/call-options.js';
import type { ChatFeature } from '../contract/capability.js';
import { noEmulationError } from './client-errors.js';
import type { ClientParts } from './client-parts.js';

/** Throws `config_invalid` if the tools of a chat are always to be emulated, in a runtime that emulates none. */
export function assertNative(
  { config, matrix }: ClientParts,
  { emulate = config.emulate }: CallOptions,
  features: readonly ChatFeature[],
): void {
  if (emulate === 'always' && features.includes('tools')) throw noEmulationError(matrix.provider);
}

/** Returns the reason why the tools of a call are not emulated, or `undefined` if they are. */
export function notEmulated(
  { config, loadToolEmulation }: Pick<ClientParts, 'config' | 'loadToolEmulation'>,
  { emulate = config.emulate }: CallOptions,
): RequestedValues['notEmulated'] {
  if (emulate === 'never') return 'setting';
  return loadToolEmulation === undefined ? 'runtime' : undefined;
}
