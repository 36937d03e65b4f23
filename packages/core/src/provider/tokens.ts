/** Multi-token: every provider factory. Plugins bind it. */
export const PROVIDER_FACTORY: unique symbol = Symbol.for('lmux.ProviderFactory') as never;
/** The `Transport`. Default: undici on Node, `fetch` elsewhere. */
export const TRANSPORT: unique symbol = Symbol.for('lmux.Transport') as never;
/** The `Logger`. Default: silence. */
export const LOGGER: unique symbol = Symbol.for('lmux.Logger') as never;
/** The `Clock`. Default: the machine's. */
export const CLOCK: unique symbol = Symbol.for('lmux.Clock') as never;
/** The `RetryPolicy`. Default: `BackoffRetryPolicy` of `config.retry`. */
export const RETRY_POLICY: unique symbol = Symbol.for('lmux.RetryPolicy') as never;
/** A function that makes ids, `() => string`. Default: random UUIDs. */
export const ID_GENERATOR: unique symbol = Symbol.for('lmux.IdGenerator') as never;
/** The `LmClient` that `createClient` makes, or the default one of `createClients` and `registerLmux`. */
export const LM_CLIENT: unique symbol = Symbol.for('lmux.LmClient') as never;
/** The `LmClients` that `createClients` and `registerLmux` make. */
export const LM_CLIENTS: unique symbol = Symbol.for('lmux.LmClients') as never;

/**
 * Returns the token of one client of `createClients` or `registerLmux`: `@inject(lmClient('local'))`.
 *
 * @param name Name of the provider in the configuration.
 */
export function lmClient(name: string): symbol {
  return Symbol.for(`lmux.LmClient:${name}`);
}
