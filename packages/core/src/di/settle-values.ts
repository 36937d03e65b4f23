import type { ClientConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import { BackoffRetryPolicy } from '../http/retry-policy.js';
import type { Container } from '../provider/container.js';
import type { Transport } from '../transport/transport.js';
import { createDefaultTransport } from '#platform';
import type { Disposables } from './disposables.js';
import type { LmuxContainer } from './lmux-container.js';
import { DEFAULTS, TOKENS, type SettledValues, type ValueKey } from './replaceable-values.js';

/**
 * Returns the values of one client: those that were passed or bound, and defaults for the others.
 *
 * @param disposables Receives the cleanup of a default transport.
 */
export function settleValues(lmux: LmuxContainer, config: ClientConfig, disposables: Disposables): SettledValues {
  const clock = lmux.value('clock') ?? DEFAULTS.clock;
  const logger = lmux.value('logger') ?? DEFAULTS.logger;
  const retryPolicy = lmux.value('retryPolicy') ?? new BackoffRetryPolicy(config.retry);
  const generateId = lmux.value('generateId') ?? DEFAULTS.generateId;
  const transport = lmux.value('transport') ?? makeTransport(config, clock, disposables);
  return { transport, logger, clock, retryPolicy, generateId };
}

/** Binds the values of a client in the client's container. */
export function bindValues(container: Container, values: SettledValues): void {
  for (const key of Object.keys(TOKENS) as ValueKey[]) container.register(TOKENS[key], { useValue: values[key] });
}

function makeTransport(config: ClientConfig, clock: Clock, disposables: Disposables): Transport {
  const transport = createDefaultTransport({ proxy: config.proxy, clock });
  disposables.add(() => transport.close());
  return transport;
}
