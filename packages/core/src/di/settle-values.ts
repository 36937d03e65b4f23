import type { ClientConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { shown } from '../client/check.js';
import { LmError } from '../errors/lm-error.js';
import { BackoffRetryPolicy, type RetryPolicy } from '../http/retry-policy.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import type { Container } from '../provider/container.js';
import { CLOCK, ID_GENERATOR, LOGGER, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import type { Transport } from '../transport/transport.js';
import { createDefaultTransport } from '#platform';
import type { Disposables } from './disposables.js';
import type { LmuxContainer } from './lmux-container.js';
import { tokenName } from './resolve-bound.js';

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

/** The values of one client. */
export type SettledValues = { readonly [Key in keyof PassedValues]-?: NonNullable<PassedValues[Key]> };

/** The token of each value, and the methods that lmux calls; a value without methods is a function. */
const REPLACEABLE: {
  readonly [Key in keyof PassedValues]-?: { readonly token: symbol; readonly methods: readonly string[] };
} = {
  transport: { token: TRANSPORT, methods: ['send'] },
  logger: { token: LOGGER, methods: ['debug', 'info', 'warn', 'error'] },
  clock: { token: CLOCK, methods: ['now', 'wallNow', 'setTimeout', 'clearTimeout'] },
  retryPolicy: { token: RETRY_POLICY, methods: ['delayMs'] },
  generateId: { token: ID_GENERATOR, methods: [] },
};

/** Returns what a value must be, if it is something else. */
function mismatch(value: unknown, methods: readonly string[]): string | undefined {
  if (methods.length === 0) return typeof value === 'function' ? undefined : 'a function';
  const isFit =
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');
  return isFit ? undefined : `an object with ${methods.map((method) => `${method}()`).join(', ')}`;
}

/**
 * Returns one value: passed, bound by the application's container, or bound by a plugin; `undefined` if it is none of these.
 *
 * @throws `config_invalid` if what was passed is something else, `plugin_invalid` if what is bound is.
 */
export function settleValue<Key extends keyof PassedValues>(
  key: Key,
  values: PassedValues,
  lmux: LmuxContainer,
): PassedValues[Key] {
  const { token, methods } = REPLACEABLE[key];
  const passed = values[key];
  const value = passed ?? lmux.resolve(token);
  const expected = value === undefined ? undefined : mismatch(value, methods);
  if (expected === undefined) return value as PassedValues[Key];
  throw passed === undefined
    ? new LmError(
        'plugin_invalid',
        `What is bound under ${tokenName(token)} must be ${expected}; received ${shown(value)}.`,
      )
    : new LmError('config_invalid', `"${key}" must be ${expected}; received ${shown(value)}.`);
}

/** What the values of a client are settled from. */
export interface SettleOptions {
  readonly values: PassedValues;
  readonly lmux: LmuxContainer;
  readonly config: ClientConfig;
  /** Takes what has to be closed with the client. */
  readonly disposables: Disposables;
}

/** Settles the values of one client. */
export function settleValues({ values, lmux, config, disposables }: SettleOptions): SettledValues {
  const clock = settleValue('clock', values, lmux) ?? systemClock;
  const logger = settleValue('logger', values, lmux) ?? noopLogger;
  const retryPolicy = settleValue('retryPolicy', values, lmux) ?? new BackoffRetryPolicy(config.retry);
  const generateId = settleValue('generateId', values, lmux) ?? (() => `call_${crypto.randomUUID()}`);
  // Last, since a transport that is made here must not be left open where something else is wrong.
  const transport = settleValue('transport', values, lmux) ?? makeTransport(config, clock, disposables);
  return { transport, logger, clock, retryPolicy, generateId };
}

/** Binds the values of a client in its container. */
export function bindValues(container: Container, values: SettledValues): void {
  for (const [key, { token }] of Object.entries(REPLACEABLE)) {
    container.register(token, { useValue: values[key as keyof SettledValues] });
  }
}

function makeTransport(config: ClientConfig, clock: Clock, disposables: Disposables): Transport {
  const transport = createDefaultTransport({ proxy: config.proxy, clock });
  disposables.add(() => transport.close());
  return transport;
}
