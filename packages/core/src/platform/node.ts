import type { Transport } from '../transport/transport.js';
import { UndiciTransport } from '../transport/undici-transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export { fileAt, findUp, isSearchEnd, readText, type FoundFile } from './node-files.js';
export { untrustedPath } from './node-trust.js';
export { resolveFrom } from './node-resolve.js';
export { toolEmulation } from './tool-emulation.js';

export { UndiciTransport };
export type { DefaultTransportOptions };

/** Creates the default transport on Node and Deno, which uses undici. */
export function createDefaultTransport({ proxy, clock }: DefaultTransportOptions): Transport {
  return new UndiciTransport({ clock, proxy: typeof proxy === 'string' ? { url: proxy } : proxy });
}
