import type { CapabilityMatrix } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import type { BaseUrl } from '../http/base-url.js';
import type { RetryPolicy } from '../http/retry-policy.js';
import type { Logger } from '../logging/logger.js';
import type { Transport } from '../transport/transport.js';
import type { Container } from './container.js';
import type { Provider } from './provider.js';

/** What a provider is made from: the configuration, checked, and the values that an application or a plugin may have replaced. */
export interface ProviderContext {
  readonly config: ClientConfig;
  /** `config.baseUrl`, parsed; `undefined` if it is not set. */
  readonly baseUrl: BaseUrl | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryPolicy: RetryPolicy;
  /** Makes ids that are unique within the process, for tool calls that come without one. */
  readonly generateId: () => string;
  /** The client's container. It resolves the values above, and tokens that the plugin has bound. */
  readonly container: Container;
}

/** Makes providers of one kind. Plugins bind it under `PROVIDER_FACTORY`. */
export interface ProviderFactory<Id extends string = string, M extends CapabilityMatrix = CapabilityMatrix> {
  /** Name by which configuration chooses it. */
  readonly id: Id;
  /** What its providers can do. */
  readonly capabilities: M;
  /** Keys that `config.options` may have. Default: none. */
  readonly optionKeys?: readonly string[] | undefined;
  create(context: ProviderContext): Provider;
}
