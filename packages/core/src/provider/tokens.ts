/** Token of the provider factories (`ProviderFactory`). Each plugin with a provider binds one. */
export const PROVIDER_FACTORY: unique symbol = Symbol.for('lmux.ProviderFactory') as never;
/** Token of the `Transport`. Default: undici on Node and Deno, `fetch` elsewhere. */
export const TRANSPORT: unique symbol = Symbol.for('lmux.Transport') as never;
/** Token of the `Logger`. Default: no logging. */
export const LOGGER: unique symbol = Symbol.for('lmux.Logger') as never;
/** Token of the `Clock`, the time source for timeouts and delays. Default: the system clock. */
export const CLOCK: unique symbol = Symbol.for('lmux.Clock') as never;
/** Token of the `RetryPolicy`. Default: a `BackoffRetryPolicy` with `config.retry`. */
export const RETRY_POLICY: unique symbol = Symbol.for('lmux.RetryPolicy') as never;
/** Token of the function that generates ids, `() => string`. Default: random UUIDs. */
export const ID_GENERATOR: unique symbol = Symbol.for('lmux.IdGenerator') as never;
/** Token of what emulates tools. The plugin `emulatedTools` of `@lmux/core/emulated-tools` binds it. Default: that of lmux on Node, Deno and Bun. */
export const TOOL_EMULATION: unique symbol = Symbol.for('lmux.ToolEmulation') as never;
/** Token of the `LmClient` of `createClient`, or of the default client of `createClients` and `registerLmux`. */
export const LM_CLIENT: unique symbol = Symbol.for('lmux.LmClient') as never;
/** Token of the `LmClients` of `createClients` and `registerLmux`. */
export const LM_CLIENTS: unique symbol = Symbol.for('lmux.LmClients') as never;

/**
 * Returns the token of one client of `createClients` or `registerLmux`, as in `@inject(lmClient('local'))`.
 *
 * @param name Name of the provider in the configuration.
 */
export function lmClient(name: string): symbol {
  return Symbol.for(`lmux.LmClient:${name}`);
}
