import type { BaseUrl } from '../http/base-url.js';
import type { ProviderConfig } from './lmux-config.js';

/** A provider of a checked configuration. */
export interface CheckedProvider {
  /** A shallow copy, since later changes to the original have not been checked. */
  readonly config: ProviderConfig;
  /** `config.baseUrl`, parsed. `undefined` if it is not set or refers to the environment. */
  readonly baseUrl: BaseUrl | undefined;
}

/** A checked configuration. */
export interface CheckedLmuxConfig {
  /** Name of the file for messages. `undefined` if environment variables describe the configuration. */
  readonly file: string | undefined;
  /** The providers by name. */
  readonly providers: ReadonlyMap<string, CheckedProvider>;
  readonly defaultName: string;
  /** Names of the packages to load plugins from. */
  readonly plugins: readonly string[];
}
