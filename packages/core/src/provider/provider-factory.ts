import type { CapabilityMatrix } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';
import type { BaseUrl } from '../http/base-url.js';
import type { RetryPolicy } from '../http/retry-policy.js';
import type { Logger } from '../logging/logger.js';
import type { Transport } from '../transport/transport.js';
import type { Container } from './container.js';
import type { Provider } from './provider.js';

/** The checked configuration of a client and its replaceable values, from which a factory creates the provider. */
export interface ProviderContext {
  readonly config: ClientConfig;
  /** `config.baseUrl`, parsed. `undefined` if it is not set. */
  readonly baseUrl: BaseUrl | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retryPolicy: RetryPolicy;
  /** Generates ids for tool calls without one. They are unique within the process. */
  readonly generateId: () => string;
  /** The client's container. It resolves the values above and the tokens that plugins have bound. */
  readonly container: Container;
}

/** Creates the providers of clients. A plugin binds it to `PROVIDER_FACTORY`. */
export interface ProviderFactory<Id extends string = string, M extends CapabilityMatrix = CapabilityMatrix> {
  /** Id of the provider, for `config.provider`. */
  readonly id: Id;
  /** Capability matrix of the provider. */
  readonly capabilities: M;
  /** Keys that `config.options` may have. Default: none. */
  readonly optionKeys?: readonly string[] | undefined;
  /**
   * Returns the address of the server if the configuration has no `baseUrl`, for a default that is not a fixed address of this machine, such as
   * an environment variable. The client warns if a key is sent there over plain http.
   */
  readonly defaultBaseUrl?: (() => string) | undefined;
  /** Creates the provider of one client, synchronously. */
  create(context: ProviderContext): Provider;
}
