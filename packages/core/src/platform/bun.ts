import { checkProxyUrl, checkProxyVariables } from '../transport/proxy-settings.js';
import { FetchTransport } from '../transport/fetch-transport.js';
import type { Transport } from '../transport/transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export { fileAt, findUp, isSearchEnd, readText } from './node-files.js';
export { untrustedPath } from './node-trust.js';
export { resolveFrom } from './node-resolve.js';
export { UndiciTransport } from './undici-refusal.js';

/** The `proxy` option of Bun's `fetch`: https://bun.com/docs/guides/http/proxy. */
interface BunRequestInit extends RequestInit {
  readonly proxy?: string;
}

/**
 * Creates the default transport on Bun, which uses `fetch`: Bun replaces undici by a module without its clients. Bun's `fetch` uses the proxy
 * that the environment configures even if `proxy` is not set.
 */
export function createDefaultTransport({ proxy }: DefaultTransportOptions): Transport {
  if (proxy === undefined) return new FetchTransport();
  if (typeof proxy === 'object' && 'fromEnv' in proxy) {
    checkProxyVariables(process.env);
    return new FetchTransport();
  }
  const url = typeof proxy === 'string' ? proxy : proxy.url;
  checkProxyUrl(url, '"proxy"');
  return new FetchTransport({
    fetch: (input, init) => {
      const proxied: BunRequestInit = { ...init, proxy: url };
      return globalThis.fetch(input, proxied);
    },
  });
}
