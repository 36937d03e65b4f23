import { type Clock, systemClock } from '../clock/clock.js';
import { guardClock } from '../clock/guard-clock.js';
import { guardLogger } from '../logging/guard-logger.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import { shown } from '../validate/check.js';
import type { RetryPolicy } from '../http/retry-policy.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import { CLOCK, ID_GENERATOR, LOGGER, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import type { Transport } from '../transport/transport.js';
import { guardGenerateId } from './guard-generate-id.js';
import { ignorePromise } from './ignore-promise.js';

/**
 * Replaceable values of a client. A value that is passed takes precedence over one that the application's container or one of its ancestors
 * binds, then over one that a plugin binds (the last plugin that does), then over the default.
 */
export interface PassedValues {
  /** Sends HTTP requests. Token: `TRANSPORT`. Default: undici on Node and Deno, `fetch` elsewhere. Only the default is closed with the client. */
  readonly transport?: Transport | undefined;
  /** Receives log messages. Token: `LOGGER`. Default: no logging. */
  readonly logger?: Logger | undefined;
  /** Time source for timeouts and delays. Token: `CLOCK`. Default: the system clock. */
  readonly clock?: Clock | undefined;
  /** Decides on retries and their delays. Token: `RETRY_POLICY`. Default: a `BackoffRetryPolicy` with `config.retry`. */
  readonly retryPolicy?: RetryPolicy | undefined;
  /** Generates ids for tool calls without one, unique within the process. Token: `ID_GENERATOR`. Default: random UUIDs. */
  readonly generateId?: (() => string) | undefined;
}

export type ValueKey = keyof PassedValues;

/** The values of one client, all set. */
export type SettledValues = { readonly [Key in ValueKey]-?: NonNullable<PassedValues[Key]> };

/** The token of each value. */
export const TOKENS: { readonly [Key in ValueKey]-?: symbol } = {
  transport: TRANSPORT,
  logger: LOGGER,
  clock: CLOCK,
  retryPolicy: RETRY_POLICY,
  generateId: ID_GENERATOR,
};

/** Defaults that all clients share. The default transport and retry policy depend on the configuration of the client. */
export const DEFAULTS = {
  logger: noopLogger,
  clock: systemClock,
  generateId: (): string => `call_${crypto.randomUUID()}`,
} satisfies PassedValues;

/** Functions that return a value of the application in a form that never throws. The other values are used where errors are handled. */
const GUARDS: { readonly [Key in ValueKey]?: (value: SettledValues[Key]) => SettledValues[Key] } = {
  logger: guardLogger,
  clock: guardClock,
  generateId: (generateId) => guardGenerateId(generateId, DEFAULTS.generateId),
};

/** Returns a valid value of the application in a form that never throws. The same value always has the same form. */
export function guarded<Key extends ValueKey>(key: Key, value: SettledValues[Key]): SettledValues[Key] {
  return GUARDS[key]?.(value) ?? value;
}

/** The required methods of each value. A value without methods is a function. */
const METHODS: { readonly [Key in ValueKey]-?: readonly string[] } = {
  transport: ['send'],
  logger: ['debug', 'info', 'warn', 'error'],
  clock: ['now', 'wallNow', 'setTimeout', 'clearTimeout'],
  retryPolicy: ['delayMs'],
  generateId: [],
};

function calls(methods: readonly string[]): string {
  return methods.map((method) => `${method}()`).join(', ');
}

/**
 * Checks a value.
 *
 * @param source Name of the value for the message, and the code of the error.
 */
export function checkValue(
  key: ValueKey,
  value: unknown,
  source: { readonly name: string; readonly code: ErrorCode },
): void {
  const wrong = mismatch(key, value);
  if (wrong !== undefined) throw new LmError(source.code, `${source.name} ${wrong}`);
}

/** Returns what is wrong with the optional method of a retry policy. */
function wrongSucceeded(policy: object): string | undefined {
  const { succeeded } = policy as { readonly succeeded?: unknown };
  return succeeded === undefined || typeof succeeded === 'function'
    ? undefined
    : `must have a function or nothing as "succeeded"; received ${shown(succeeded)}.`;
}

/** Returns what is wrong with a value, in the form `must be …; received …`, or `undefined` if it is valid. */
function mismatch(key: ValueKey, value: unknown): string | undefined {
  const methods = METHODS[key];
  if (ignorePromise(value)) return 'must be created synchronously; received a promise.';
  if (methods.length === 0) {
    return typeof value === 'function' ? undefined : `must be a function; received ${shown(value)}.`;
  }
  const isObject = (typeof value === 'object' || typeof value === 'function') && value !== null;
  const missing = methods.filter((method) => typeof (value as Record<string, unknown> | null)?.[method] !== 'function');
  if (isObject && missing.length === 0) return key === 'retryPolicy' ? wrongSucceeded(value) : undefined;
  const received = isObject ? `${shown(value)} without ${calls(missing)}` : shown(value);
  return `must be an object with ${calls(methods)}; received ${received}.`;
}
