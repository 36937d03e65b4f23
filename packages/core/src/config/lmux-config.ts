import type { ClientConfig, ProxyConfig } from '../contract/client-config.js';

/** A value by reference to the environment, so that it need not stand in a file. */
export interface EnvReference {
  /** Name of the environment variable that has it; read when the client is first used. */
  readonly env: string;
}

/** One of the providers of a configuration: which plugin serves it, and what its client is made from. */
export interface ProviderConfig extends Omit<ClientConfig, 'provider' | 'baseUrl' | 'apiToken' | 'headers' | 'proxy'> {
  /** Id of the provider, one of those that the plugins register. */
  readonly use: string;
  /** Where the server listens, with or without a trailing slash and with or without `/v1`. Default: the provider's. */
  readonly baseUrl?: string | EnvReference | undefined;
  /** Key for the server; none is sent when unset. */
  readonly apiToken?: ClientConfig['apiToken'] | EnvReference;
  /** Headers to add to every request. */
  readonly headers?: Readonly<Record<string, string | EnvReference>> | undefined;
  /** Proxy to go through (Node only). Default: none. */
  readonly proxy?: ProxyConfig | EnvReference | undefined;
}

/** What `lmux.config.json` holds: providers by names of one's own. */
export interface LmuxConfig {
  /** Where editors find the schema of the file; not read here. */
  readonly $schema?: string | undefined;
  /** Name of the provider to use unless told otherwise; needed where there are several. */
  readonly default?: string | undefined;
  /** The providers, by names of one's own. */
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  /** Packages to load plugins from, by name, or by a path relative to the file. */
  readonly plugins?: readonly string[] | undefined;
}
