import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FetchTransport } from '../transport/fetch-transport.js';
import { checkProxyUrl, checkProxyVariables } from '../transport/proxy-settings.js';
import type { Transport } from '../transport/transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export { fileAt, findUp, isSearchEnd, readText, type FoundFile } from './node-files.js';
export { untrustedPath } from './node-trust.js';
// Bun replaces undici by an incomplete one of its own.
export { UndiciTransport } from './web.js';
export type { DefaultTransportOptions };

/** The options that Bun adds to `fetch` (https://bun.com/reference/globals/BunFetchRequestInit). */
interface BunRequestInit extends RequestInit {
  /** The proxy, or `false` for none. Without it, Bun reads the environment variables. */
  readonly proxy?: { readonly url: string; readonly respectNoProxy: boolean } | false | undefined;
  /** `false` disables the end of responses that are idle for 5 minutes. */
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
  // As on Node, a proxy that the configuration names is used for every server.
  return { url, respectNoProxy: false };
}

/** Creates the default transport in Bun, which uses Bun's `fetch` with the same proxy as on Node. */
export function createDefaultTransport({ proxy }: DefaultTransportOptions): Transport {
  let options: BunRequestInit | undefined;
  return new FetchTransport({
    // Checked at the first request, as on Node.
    fetch: async (input, init) => fetch(input, { ...init, ...(options ??= { proxy: proxyOf(proxy), timeout: false }) }),
  });
}

declare const Bun: { resolveSync(specifier: string, folder: string): string };

/** Returns the URL to which a file's `import` of this specifier resolves. Bun has an API for this, which Node lacks. */
export async function resolveFrom(from: string, specifier: string): Promise<string> {
  if (specifier.startsWith('file:')) return specifier;
  const file = from.startsWith('file:') ? fileURLToPath(from) : from;
  return pathToFileURL(Bun.resolveSync(specifier, dirname(file))).href;
}
