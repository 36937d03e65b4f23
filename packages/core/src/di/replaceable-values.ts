import { type Clock, systemClock } from '../clock/clock.js';
import { shown } from '../validate/check.js';
import type { RetryPolicy } from '../http/retry-policy.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { CLOCK, ID_GENERATOR, LOGGER, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import type { Transport } from '../transport/transport.js';
import { ignorePromise } from './ignore-promise.js';

/**
 * Values of a client that can be replaced. Each is what is passed here, else what the application's container or one above it binds, else
 * what a plugin binds (the last one), else the default.
 */
export interface PassedValues {
  /** Token: `TRANSPORT`. Default: undici on Node, `fetch` elsewhere. Only the default one is closed with the client. */
  readonly transport?: Transport | undefined;
  /** Token: `LOGGER`. Default: silence. */
  readonly logger?: Logger | undefined;
  /** Token: `CLOCK`. Default: the machine's. */
  readonly clock?: Clock | undefined;
  /** Token: `RETRY_POLICY`. Default: the policy of `config.retry`. */
  readonly retryPolicy?: RetryPolicy | undefined;
  /** Makes ids that are unique within the process, for tool calls that come without one. Token: `ID_GENERATOR`. Default: random UUIDs. */
  readonly generateId?: (() => string) | undefined;
}

export type ValueKey = keyof PassedValues;

/** The values of one client. */
export type SettledValues = { readonly [Key in ValueKey]-?: NonNullable<PassedValues[Key]> };

/** The token of each value. */
export const TOKENS: { readonly [Key in ValueKey]-?: symbol } = {
  transport: TRANSPORT,
  logger: LOGGER,
  clock: CLOCK,
  retryPolicy: RETRY_POLICY,
  generateId: ID_GENERATOR,
};

/** Defaults that are the same for every client; transport and retry policy depend on the configuration. */
export const DEFAULTS = {
  logger: noopLogger,
  clock: systemClock,
  generateId: (): string => `call_${crypto.randomUUID()}`,
} satisfies PassedValues;

/** The methods that lmux calls; a value without methods is a function. */
const METHODS: { readonly [Key in ValueKey]-?: readonly string[] } = {
  transport: ['send'],
  logger: ['debug', 'info', 'warn', 'error'],
  clock: ['now', 'wallNow', 'setTimeout', 'clearTimeout'],
  retryPolicy: ['delayMs'],
  generateId: [],
};

/** Returns what a value must be and what it is, if it is something else. */
export function mismatch(key: ValueKey, value: unknown): string | undefined {
  const methods = METHODS[key];
  if (ignorePromise(value)) return 'must be made synchronously; received a promise.';
  if (methods.length === 0) {
    return typeof value === 'function' ? undefined : `must be a function; received ${shown(value)}.`;
  }
  const isFit =
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');
  if (isFit) return undefined;
  const expected = methods.map((method) => `${method}()`).join(', ');
  return `must be an object with ${expected}; received ${shown(value)}.`;
}
