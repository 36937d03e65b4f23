import type { ProxyConfig } from '../contract/client-config.js';
import type { Clock } from '../clock/clock.js';

/** What the transport of a client is made from. */
export interface DefaultTransportOptions {
  readonly proxy: ProxyConfig | undefined;
  readonly clock: Clock | undefined;
}
