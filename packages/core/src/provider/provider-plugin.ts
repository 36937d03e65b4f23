import type { CapabilityMatrix } from '../contract/capability.js';

/** The part of tsyringe's container that a plugin needs; so plugins need no tsyringe of their own. */
export interface PluginContainer {
  register(token: symbol, provider: { readonly useValue: unknown }): unknown;
  /** Whether it is bound here, or with `recursive` also by the application: what it has bound should be left alone. */
  isRegistered(token: symbol, recursive?: boolean): boolean;
  resolve(token: symbol): unknown;
}

/** A package that adds a provider: `plugins: [yours]` is all that an application does. */
export interface ProviderPlugin<Id extends string = string, M extends CapabilityMatrix = CapabilityMatrix> {
  /** Version of this interface. */
  readonly spec: 1;
  /** Id of the provider that it registers. */
  readonly id: Id;
  /** What the provider can do, so that the compiler knows it too. */
  readonly capabilities?: M | undefined;
  /** Binds a `ProviderFactory` under `PROVIDER_FACTORY`, and whatever else should be replaceable. */
  register(container: PluginContainer): void;
}
