import type { DependencyContainer } from 'tsyringe';
import type { CapabilityMatrix } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { LmClient } from '../contract/lm-client.js';
import { checkConfig, checkProviderOptions } from '../client/check-config.js';
import { ClientCore } from '../client/client-core.js';
import { LmClientImpl } from '../client/lm-client-impl.js';
import type { Clock } from '../clock/clock.js';
import { systemClock } from '../clock/system-clock.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { BackoffRetryPolicy, type RetryPolicy } from '../http/retry-policy.js';
import { noopLogger, type Logger } from '../logging/logger.js';
import type { Provider } from '../provider/provider.js';
import type { ProviderContext, ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { CLOCK, ID_GENERATOR, LM_CLIENT, LOGGER, RETRY_POLICY, TRANSPORT } from '../provider/tokens.js';
import type { Transport } from '../transport/transport.js';
import { createDefaultTransport } from '#platform';
import { chooseFactory } from './choose-factory.js';
import { childContainer, passedOrBound } from './containers.js';
import { Disposables } from './disposables.js';
import { checkPlugins, resolveFactories } from './resolve-factories.js';

/** What `createClient` composes a client from. */
export interface CreateClientOptions<
  Plugins extends readonly ProviderPlugin[] = readonly ProviderPlugin[],
  Id extends string = string,
> {
  /** The providers that configuration may name. */
  readonly plugins: Plugins;
  /** Which provider, where, with what: plain data. */
  readonly config: ClientConfig<Id>;
  /** Container whose bindings are used, and in which the client is bound under `LM_CLIENT`. Never disposed here. */
  readonly container?: DependencyContainer | undefined;
  /** Default: the container's, then undici on Node and `fetch` elsewhere. One that is passed is not closed with the client. */
  readonly transport?: Transport | undefined;
  /** Default: the container's, then silence. */
  readonly logger?: Logger | undefined;
  /** Default: the container's, then the machine's. */
  readonly clock?: Clock | undefined;
  /** Default: the container's, then the policy of `config.retry`. */
  readonly retryPolicy?: RetryPolicy | undefined;
}

/** Whether it is a union: an id of which the compiler knows only that it is one of several. */
type IsUnion<T, Whole = T> = T extends T ? ([Whole] extends [T] ? false : true) : never;

/** The matrix that a plugin declares, where its type has one. */
type DeclaredMatrix<Plugin> = Plugin extends { readonly capabilities?: infer M extends CapabilityMatrix | undefined }
  ? [NonNullable<M>] extends [never]
    ? CapabilityMatrix
    : NonNullable<M>
  : CapabilityMatrix;

/** The matrix of the plugin of that id, where the compiler knows both; else any matrix, and the choice is made at run time. */
export type MatrixOf<Plugins extends readonly ProviderPlugin[], Id extends string> = string extends Id
  ? CapabilityMatrix
  : true extends IsUnion<Id>
    ? CapabilityMatrix
    : [Extract<Plugins[number], { readonly id: Id }>] extends [never]
      ? CapabilityMatrix
      : DeclaredMatrix<Extract<Plugins[number], { readonly id: Id }>>;

/**
 * Makes a client, synchronously and without touching the network. Throws `config_invalid`, `unknown_provider` or
 * `plugin_invalid` where something is wrong with what it is made from.
 */
export function createClient<const Plugins extends readonly ProviderPlugin[], const Id extends string>(
  options: CreateClientOptions<Plugins, Id>,
): LmClient<MatrixOf<Plugins, Id>> {
  const { plugins } = options;
  checkConfig(options.config);
  checkPlugins(plugins);
  // What is changed in it later has not been checked.
  const config = { ...options.config };
  const container = childContainer(options.container);
  const factories = resolveFactories(container, plugins, options.container);
  const factory = chooseFactory(factories, config.provider, 'provider', 'Pass its plugin to createClient.');
  checkProviderOptions(config, factory.optionKeys ?? []);

  const bound = <T>(token: symbol, given: T | undefined): T | undefined =>
    passedOrBound(options.container, token, given);
  const disposables = new Disposables();
  const clock = bound<Clock>(CLOCK, options.clock) ?? systemClock;
  const context: ProviderContext = {
    config,
    clock,
    transport: transportOf(options, config, clock, disposables),
    logger: bound<Logger>(LOGGER, options.logger) ?? noopLogger,
    retryPolicy: bound<RetryPolicy>(RETRY_POLICY, options.retryPolicy) ?? new BackoffRetryPolicy(config.retry),
    generateId: bound<() => string>(ID_GENERATOR, undefined) ?? (() => `call_${crypto.randomUUID()}`),
  };
  const provider = makeProvider(factory, context, disposables);

  const others = factories.filter((other) => other !== factory).map((other) => other.capabilities);
  const core = new ClientCore({ provider, matrix: factory.capabilities, others, config, clock });
  const client = new LmClientImpl(core, () => disposables.dispose());
  // By factory, not by value: `clearInstances` of a container drops values.
  for (const target of [container, options.container]) target?.register(LM_CLIENT, { useFactory: () => client });
  return client as unknown as LmClient<MatrixOf<Plugins, Id>>;
}

/** Makes the provider; where that fails, nothing that was made for it is left open. */
function makeProvider(factory: ProviderFactory, context: ProviderContext, disposables: Disposables): Provider {
  try {
    const provider = factory.create(context);
    disposables.add(() => provider.close?.());
    return provider;
  } catch (error) {
    disposables.dispose().catch(() => {});
    if (isLmError(error)) throw error;
    throw new LmError('plugin_invalid', `Provider "${factory.id}" could not be made; see "cause".`, {
      provider: factory.id,
      cause: error,
    });
  }
}

/** The transport to use; only one that is made here is closed with the client. */
function transportOf(
  options: CreateClientOptions,
  config: ClientConfig,
  clock: Clock,
  disposables: Disposables,
): Transport {
  const given = passedOrBound<Transport>(options.container, TRANSPORT, options.transport);
  if (given !== undefined) return given;
  const transport = createDefaultTransport({ proxy: config.proxy, clock });
  disposables.add(() => transport.close());
  return transport;
}
