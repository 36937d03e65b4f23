import type { CapabilityMatrix } from '../contract/capability.js';
import type { Container } from './container.js';

/** Adds a provider, or replaceable values. An application passes it in `plugins`. */
export interface ProviderPlugin<Id extends string = string, M extends CapabilityMatrix = CapabilityMatrix> {
  /** Version of this interface. */
  readonly spec: 1;
  /**
   * Id of the provider that the plugin registers, or another unique name if it registers none. With a literal type, `createClient` checks at
   * compile time that `config.provider` is the id of a plugin.
   */
  readonly id: Id;
  /** Capability matrix of the provider. Its type lets the compiler reject unsupported methods of the client. */
  readonly capabilities?: M | undefined;
  /**
   * Binds a `ProviderFactory` to `PROVIDER_FACTORY`. It may also bind its own tokens, and `TRANSPORT`, `LOGGER`, `CLOCK`, `RETRY_POLICY` and
   * `ID_GENERATOR`, which apply unless the application passes or binds them. Must bind everything synchronously. Called once by each
   * `createClient`, `createClients` or `registerLmux`. All clients share the values, which are not closed with the clients.
   *
   * @param container Accepts values and factories. A factory is called once.
   */
  register(container: Container): void;
}
