import { LmError } from '../errors/lm-error.js';
import { FetchTransport } from '../transport/fetch-transport.js';
import type { Transport } from '../transport/transport.js';
import type { DefaultTransportOptions } from './default-transport.js';

export type { DefaultTransportOptions };

/** The transport of a client in browsers and edge runtimes: `fetch`. */
export function createDefaultTransport({ proxy }: DefaultTransportOptions): Transport {
  if (proxy !== undefined) {
    throw new LmError('config_invalid', 'proxy is for Node; elsewhere the runtime decides how it connects.');
  }
  return new FetchTransport();
}

/** Stands in for the transport of Node, which never enters a bundle for browsers. */
// oxlint-disable-next-line typescript/no-extraneous-class -- must be constructible, as the real one is
export class UndiciTransport {
  constructor() {
    throw new LmError('config_invalid', 'UndiciTransport is for Node; use FetchTransport here.');
  }
}

function noFiles(): LmError {
  return new LmError(
    'config_invalid',
    'Configuration files and packages by name are for Node; here, pass plugins and the configuration to createClients.',
  );
}

/** Stands in for what reads files and resolves packages on Node. */
export function fileAt(): never {
  throw noFiles();
}

/** Stands in for what reads files and resolves packages on Node. */
export function findUp(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Stands in for what reads files and resolves packages on Node. */
export function readText(): Promise<never> {
  return Promise.reject(noFiles());
}

/** Stands in for what reads files and resolves packages on Node. */
export function resolveFrom(): Promise<never> {
  return Promise.reject(noFiles());
}
