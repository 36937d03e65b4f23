import type { LmClient } from '../contract/lm-client.js';
import { LmError } from '../errors/lm-error.js';
import { shown } from '../validate/check.js';
import type { ClientCore } from './client-core.js';
import type { LazyModelPlanner } from './models/lazy-model-planner.js';
import type { UsageRing } from './context/usage-ring.js';

/** The parts of a client that free functions use, such as `countTokens`. */
export interface ClientInternals {
  readonly core: ClientCore;
  readonly models: LazyModelPlanner;
  /** The token counts of recent chats. */
  readonly usage: UsageRing;
}

const INTERNALS = /* @__PURE__ */ new WeakMap<object, ClientInternals>();

/** Makes the parts of a client available to `internalsOf`. */
export function setInternals(client: LmClient, internals: ClientInternals): void {
  INTERNALS.set(client, internals);
}

/**
 * Returns the parts of a client.
 *
 * @param caller Name of the function, for the error.
 * @throws `invalid_request` if lmux did not create the client.
 */
export function internalsOf(client: LmClient, caller: string): ClientInternals {
  const internals = INTERNALS.get(client);
  if (internals !== undefined) return internals;
  throw new LmError(
    'invalid_request',
    `${caller}() requires a client as its first argument; received ${shown(client)}. Pass the client that createClient() of the same copy of @lmux/core returned, not a wrapper of it.`,
  );
}
