import type { BaseUrl } from '../http/base-url.js';
import type { ProviderConfig } from './lmux-config.js';

/** One provider of a configuration that has been checked. */
export interface CheckedProvider {
  /** A shallow copy, since later changes to the original have not been checked. */
  readonly config: ProviderConfig;
  /** `config.baseUrl`, parsed; `undefined` if it is not set or refers to the environment. */
  readonly baseUrl: BaseUrl | undefined;
}

/** A configuration that has been checked. */
export interface CheckedLmuxConfig {
  /** What errors call it. */
  readonly file: string;
  /** The providers by name. */
  readonly providers: ReadonlyMap<string, CheckedProvider>;
  readonly defaultName: string;
  /** Packages to load plugins from. */
  readonly plugins: readonly string[];
}
