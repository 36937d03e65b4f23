import type { ProxyConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';

/** Options for the default transport of a client. */
export interface DefaultTransportOptions {
  readonly proxy: ProxyConfig | undefined;
  readonly clock: Clock | undefined;
}
