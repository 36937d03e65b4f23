import type { CapabilityMatrix } from '../contract/capability.js';
import type { Container } from './container.js';

/** A package that adds a provider: `plugins: [yours]` is all that an application does. */
export interface ProviderPlugin<Id extends string = string, M extends CapabilityMatrix = CapabilityMatrix> {
  /** Version of this interface. */
  readonly spec: 1;
  /**
   * Id of the provider that it registers, or a name of its own if it registers none. A literal type lets `createClient` check at compile
   * time that `config.provider` is the id of a plugin.
   */
  readonly id: Id;
  /** Capabilities of the provider, so that the compiler knows them too. */
  readonly capabilities?: M | undefined;
  /**
   * Binds a `ProviderFactory` under `PROVIDER_FACTORY`. It may also bind `TRANSPORT`, `LOGGER`, `CLOCK`, `RETRY_POLICY` and `ID_GENERATOR`,
   * which are used where the application passes and binds nothing, and tokens of its own. Called once for each lmux container,
   * synchronously. What it binds serves all clients of that container and is not closed with any of them.
   *
   * @param container Accepts values and factories. A factory is called once.
   */
  register(container: Container): void;
}
