import type { ClientConfig, ProxyConfig } from '../contract/client-config.js';

/** A reference to an environment variable, which keeps a value such as an API key out of a file. */
export interface EnvReference {
  /** Name of the environment variable. It is read when the client is first used. */
  readonly env: string;
}

/** A provider of a configuration: its id and the settings of its client. */
export interface ProviderConfig extends Omit<ClientConfig, 'provider' | 'baseUrl' | 'apiToken' | 'headers' | 'proxy'> {
  /** Id of the provider. A plugin must register it. */
  readonly use: string;
  /** Address of the server, with or without a trailing slash or `/v1`. Default: the provider's, such as `http://localhost:1234`. */
  readonly baseUrl?: string | EnvReference | undefined;
  /** API key for the server. If unset, none is sent. */
  readonly apiToken?: ClientConfig['apiToken'] | EnvReference;
  /** Headers to add to every request. */
  readonly headers?: Readonly<Record<string, string | EnvReference>> | undefined;
  /** HTTP proxy (Node, Deno and Bun only). Default: none. */
  readonly proxy?: ProxyConfig | EnvReference | undefined;
}

/** The content of `lmux.config.json`. */
export interface LmuxConfig {
  /** Location of the JSON Schema, for editors. lmux does not read it. */
  readonly $schema?: string | undefined;
  /** Name of the default provider. Required if there are several. */
  readonly default?: string | undefined;
  /** The providers, by names that you choose. Names consist of letters, digits and `._/-`. */
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  /** Packages to load plugins from: package names, `file:` URLs, or paths relative to the file. */
  readonly plugins?: readonly string[] | undefined;
}
