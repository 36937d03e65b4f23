import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FetchTransport } from '../transport/fetch-transport.js';
import { checkProxyUrl, checkProxyVariables } from '../transport/proxy-settings.js';
import type { Transport } from '../transport/transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export { fileAt, findUp, isSearchEnd, readText } from './node-files.js';
export { untrustedPath } from './node-trust.js';
export { toolEmulation } from './tool-emulation.js';
export { UndiciTransport } from './undici-refusal.js';

/** The options that Bun adds to `fetch`: https://bun.com/reference/globals/BunFetchRequestInit. */
interface BunRequestInit extends RequestInit {
  /** The proxy, or `false` for none. By default, Bun uses the proxy that the environment configures. */
  readonly proxy?: { readonly url: string; readonly respectNoProxy: boolean } | false | undefined;
  /** `false` disables the idle timeout, which is 5 minutes by default. Slow models need longer. */
  readonly timeout: false;
}

function proxyOf(proxy: DefaultTransportOptions['proxy']): BunRequestInit['proxy'] {
  if (proxy === undefined) return false;
  if (typeof proxy === 'object' && 'fromEnv' in proxy) {
    checkProxyVariables(process.env);
    return undefined;
  }
  const url = typeof proxy === 'string' ? proxy : proxy.url;
  checkProxyUrl(url, '"proxy"');
  // As on Node, NO_PROXY applies only with `fromEnv`.
  return { url, respectNoProxy: false };
}

/**
 * Creates the default transport in Bun, which uses `fetch`: Bun replaces undici by a module without its clients. It uses the same proxy as on
 * Node.
 */
export function createDefaultTransport({ proxy }: DefaultTransportOptions): Transport {
  const options: BunRequestInit = { proxy: proxyOf(proxy), timeout: false };
  return new FetchTransport({ fetch: (input, init) => globalThis.fetch(input, { ...init, ...options }) });
}

declare const Bun: { resolveSync(specifier: string, folder: string): string };

/** Returns the URL to which a file's `import` of this specifier resolves. Bun has an API for this, which Node lacks. */
export async function resolveFrom(from: string, specifier: string): Promise<string> {
  if (specifier.startsWith('file:')) return specifier;
  const file = from.startsWith('file:') ? fileURLToPath(from) : from;
  return pathToFileURL(Bun.resolveSync(specifier, dirname(file))).href;
}
