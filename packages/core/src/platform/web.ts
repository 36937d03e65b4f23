import { LmError } from '../errors/lm-error.js';
import { FetchTransport } from '../transport/fetch-transport.js';
import type { Transport } from '../transport/transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export { UndiciTransport } from './undici-refusal.js';
export type { DefaultTransportOptions };

/** Nothing: the bundle of every application would contain it. The plugin `emulatedTools` provides it. */
export const toolEmulation = undefined;

/** Creates the default transport in browsers and edge runtimes, which uses `fetch`. */
export function createDefaultTransport({ proxy }: DefaultTransportOptions): Transport {
  if (proxy !== undefined) {
    throw new LmError(
      'config_invalid',
      '"proxy" is supported on Node, Deno and Bun only. In other runtimes, configure the proxy in the runtime and remove "proxy".',
    );
  }
  return new FetchTransport();
}

function noFiles(): LmError {
  return new LmError(
    'config_invalid',
    'Configuration files and plugin packages by name are supported on Node, Deno and Bun only. Pass the plugins and the configuration to createClients.',
  );
}

/** Replaces the function of Node, and always fails. */
export function fileAt(): never {
  throw noFiles();
}

/** Replaces the function of Node, and always fails. */
export function findUp(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Replaces the function of Node, and always fails. */
export function isSearchEnd(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Replaces the function of Node, and always fails. */
export function untrustedPath(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Replaces the function of Node, and always fails. */
export function readText(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Replaces the function of Node, and always fails. */
export function resolveFrom(): Promise<never> {
  return Promise.reject(noFiles());
}
